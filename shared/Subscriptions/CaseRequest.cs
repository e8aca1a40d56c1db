using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Mail;

namespace Tipstaff.Subscriptions;

/// <summary>A request for alerts about one case, read from what a person or a program typed.</summary>
/// <param name="Address">Whose request it is.</param>
/// <param name="Court">The court.</param>
/// <param name="Docket">The docket.</param>
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
        else if (known.Kind is CourtKind.District && char.IsAsciiDigit(docket.Value[0]) && docket.Value[1] is not ':')
        {
            found["docketNumber"] = $"'{Shown(docketNumber)}' lacks the digit of the office: write it like {Sample(known)}.";
        }

        errors = found;
        return found.Count == 0 ? new CaseRequest(address!, known!, docket!) : null;
    }

    private static string Sample(Court court) => court.Id.Class switch
    {
        CourtClass.Appellate => "24-1054",
        CourtClass.Bankruptcy => "24-10992",
        _ => "1:24-cv-01234",
    };

    // What was typed is shown back: short, and without anything that could break a line or a terminal.
    private static string Shown(string? typed) => CourtText.Clean(typed, MaxShown);
}
