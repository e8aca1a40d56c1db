using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Mail;

namespace Tipstaff.Subscriptions;

/// <summary>A request for alerts about one case, read from what a person or a program typed.</summary>
/// <param name="Address">Whose request it is.</param>
/// <param name="Court">The court.</param>
/// <param name="Docket">The docket.</param>
/// <remarks>
/// A docket is followed under its number as the court's feed writes it, as a number without its office may name several dockets of a
/// court. A number in another form than the court's (<see cref="Court.DocketNumberSample"/>) is refused, never completed. Limits: of
/// a bankruptcy court whose form is not known, a number in the wrong form is taken and meets no entry; and in no court is looked up
/// whether the docket exists.
/// </remarks>
public sealed record CaseRequest(EmailAddress Address, Court Court, DocketNumber Docket)
{
    private const int MaxShown = 40;

    /// <summary>Reads a request, or says of each field what is wrong and how to mend it.</summary>
    /// <param name="email">An e-mail address.</param>
    /// <param name="court">A court's id or alias.</param>
    /// <param name="docketNumber">A docket number as that court writes it.</param>
    /// <param name="errors">By field (<c>email</c>, <c>court</c>, <c>docketNumber</c>), a sentence each; empty on success.</param>
    /// <returns>The request, or null when there are errors.</returns>
    public static CaseRequest? Read(string? email, string? court, string? docketNumber, out IReadOnlyDictionary<string, string> errors)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!EmailAddress.TryParse(email, out var address))
        {
            found["email"] = string.IsNullOrWhiteSpace(email)
                ? "An e-mail address is missing: write it like ada@example.com."
                : "This is no e-mail address: write it like ada@example.com.";
        }

        DocketNumber? docket = null;
        if (!CourtDirectory.Default.TryFind(court, out var known))
        {
            found["court"] = $"No federal court is known as '{Shown(court)}': use CM/ECF's id, such as nysd, nysb or ca9.";
        }
        else if (!DocketNumber.TryParse(docketNumber, known.Id.Class, out docket))
        {
            found["docketNumber"] = $"'{Shown(docketNumber)}' is no docket number of {known.Id}: write it like {Sample(known)}.";
        }
        else if (!IsWhole(docket, known))
        {
            found["docketNumber"] = $"'{Shown(docketNumber)}' is not how {known.Id} writes its docket numbers: write it like {Sample(known)}.";
        }

        errors = found;
        return found.Count == 0 ? new CaseRequest(address!, known!, docket!) : null;
    }

    // In a bankruptcy court of which the form is not known every form passes but the one that none writes.
    private static bool IsWhole(DocketNumber docket, Court court) =>
        docket.Form == court.DocketNumberSample?.Form
        || (court.DocketNumberSample is null && docket.Form is not DocketNumberForm.TypeOnly);

    private static string Sample(Court court) => court.DocketNumberSample?.Value ?? "24-10992, or 2:24-bk-10992 where its dockets are headed so";

    // What was typed is shown back: short, and without anything that could break a line or a terminal.
    private static string Shown(string? typed) => CourtText.Clean(typed, MaxShown);
}
