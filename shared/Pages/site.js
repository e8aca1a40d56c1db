// What makes the pages better for those whose browser runs scripts; every page works without it.

// The first page's help while typing. All of it is checked again, and said, by the server.
(function () {
  "use strict";

  var court = document.getElementById("court");
  var docket = document.getElementById("docketNumber");
  var courtSays = document.getElementById("court-says");
  var docketSays = document.getElementById("docket-says");
  var choices = document.querySelectorAll("#courts option");

  if (!court) {
    return;
  }

  // By id, by name, or as the list writes it: "District Court, S.D. New York (nysd)".
  function chosen() {
    var typed = court.value.trim().toLowerCase();
    return typed === "" ? null : Array.prototype.find.call(choices, function (choice) {
      var listed = choice.value.toLowerCase();
      return typed === listed || typed === choice.dataset.id || listed === typed + " (" + choice.dataset.id + ")";
    });
  }

  // 1:24-cv-01234 stands for: digits, colon, digits, hyphen, letters, hyphen, digits; judges' initials may follow.
  function isLike(typed, sample) {
    var shape = sample.toLowerCase()
      .replace(/[a-z]+/g, "L").replace(/\d+/g, "D")
      .replace(/L/g, "[a-z]+").replace(/D/g, "\\d+");
    return new RegExp("^" + shape + "(-[a-z0-9]+)*$").test(typed.trim().toLowerCase());
  }

  function say(place, words) {
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  function look() {
    var choice = chosen();
    var sample = choice ? choice.dataset.sample : "";
    say(courtSays, choice ? choice.dataset.covers : "");
    if (!sample) {
      say(docketSays, "");
    } else if (docket.value.trim() !== "" && !isLike(docket.value, sample)) {
      say(docketSays, choice.dataset.id + " writes its docket numbers like " + sample + ": this one looks different.");
    } else {
      say(docketSays, choice.dataset.id + " writes its docket numbers like " + sample + ".");
    }
  }

  court.addEventListener("input", look);
  docket.addEventListener("change", look);
  docket.addEventListener("input", function () {
    // While somebody types, what is half typed is not wrong yet.
    if (docketSays.textContent.indexOf("different") > 0) {
      look();
    }
  });
  look();
})();

// The page of the courts keeps up with them while its box is ticked, but for what somebody is amid.
(function () {
  "use strict";

  var live = document.getElementById("live");
  var keepUp = document.getElementById("keep-up");
  if (!live) {
    return;
  }

  live.hidden = false;

  function isAmid(board) {
    var selection = document.getSelection();
    return board.contains(document.activeElement) || (selection && !selection.isCollapsed && board.contains(selection.anchorNode));
  }

  function again() {
    var board = document.getElementById("board");
    if (!keepUp.checked || document.hidden || isAmid(board)) {
      return;
    }

    fetch(location.href, { cache: "no-store", credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (html) {
        var made = html && new DOMParser().parseFromString(html, "text/html").getElementById("board");
        if (made && !isAmid(board)) {
          board.replaceWith(document.adoptNode(made));
        }
      })
      .catch(function () {
        // The next turn asks again; until then the page tells when it was made.
      });
  }

  setInterval(again, 5000);
})();
