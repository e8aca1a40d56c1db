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

  var stopWords = /^(the|of|for|and|us|united|states|court|appeals)$/;
  var shortened = {
    northern: "n", southern: "s", eastern: "e", western: "w", middle: "m", central: "c", district: "d", dist: "d", bankruptcy: "b", bankr: "b",
    circuit: "cir", first: "1", second: "2", third: "3", fourth: "4", fifth: "5", sixth: "6", seventh: "7", eighth: "8", ninth: "9", tenth: "10", eleventh: "11"
  };

  // Southern District of New York, S.D. New York: both sdnewyork.
  function keyOf(name) {
    return (name.toLowerCase().replace(/\./g, "").match(/[a-z0-9]+/g) || [])
      .filter(function (word) { return !stopWords.test(word); })
      .map(function (word) { return shortened[word] || word.replace(/^(\d+)(st|nd|rd|th|d)$/, "$1"); })
      .join("");
  }

  // By id, by alias, by name, or as the list writes it, "District Court, S.D. New York (nysd)". The server knows more names than these.
  var byKey = {};
  Array.prototype.forEach.call(choices, function (choice) {
    var names = choice.dataset.also.split("|").concat(choice.dataset.id, choice.value, choice.value.replace(/ \([^(]*$/, ""));
    names.map(keyOf).forEach(function (key) { byKey[key] = choice; });
  });

  function chosen() {
    var key = keyOf(court.value);
    return key !== "" && Object.prototype.hasOwnProperty.call(byKey, key) ? byKey[key] : null;
  }

  // As the server reads what people type: any dash for a hyphen, "Case No." left aside, 1:24cv01234 taken apart.
  function spelt(typed) {
    return typed.replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "")
      .replace(/\s*[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]\s*/g, "-").trim()
      .replace(/^(?:(?:civil|criminal|bankruptcy|adversary|appeal)\s+)?(?:(?:case|docket|action|proceeding)\s*)?(?:(?:number|nos?\b\.?|#)\s*)?:?\s*(?=\d|MDL)/i, "")
      .replace(/^((?:\d{1,2}:)?\d{2})[\s-]?([a-z]{1,4})[\s-]?(\d+)/i, "$1-$2-$3");
  }

  // The forms of docket numbers; what follows the number, such as judges' initials, is left aside.
  var forms = {
    Plain: /^\d\d-\d{1,10}(?![a-z0-9])/i,
    OfficeAndType: /^\d{1,2}:\d\d-[a-z]{1,4}-\d{1,10}(?![a-z0-9])/i,
    OfficeInFront: /^\d-\d\d-\d{4,10}(?![a-z0-9])/,
    Panel: /^mdl\s*(no)?\.?\s*\d{1,5}(?![a-z0-9])/i
  };

  function isLike(typed, names) {
    var number = spelt(typed);
    return names.split(" ").some(function (name) { return forms[name].test(number); });
  }

  function say(place, words) {
    if (place.textContent !== words) {
      place.textContent = words;
    }
  }

  function look() {
    var choice = chosen();
    var isDifferent = choice && docket.value.trim() !== "" && !isLike(docket.value, choice.dataset.forms);
    say(courtSays, choice ? choice.dataset.covers : "");
    say(docketSays, choice ? choice.dataset.id + " writes its docket numbers like " + choice.dataset.sample + (isDifferent ? ": this one looks different." : ".") : "");
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
