using Tipstaff.Courts;

namespace Tipstaff.Notices;

/// <summary>Tells which court a notice is of, by where its links lead: nothing else in a mail is hard to make up, and a link to elsewhere is none of ours.</summary>
internal static class NoticeCourt
{
    private const string Courts = ".uscourts.gov";
    private const string NewAppellate = "-showdoc.azurewebsites.us";

    /// <summary>The court; null where the links name none, several, or lead elsewhere.</summary>
    /// <param name="hosts">The hosts of its links, in lower case.</param>
    /// <param name="courts">The courts that there are.</param>
    /// <param name="problem">What is wrong, and what to do about it; empty where nothing is.</param>
    public static Court? Of(IReadOnlyCollection<string> hosts, CourtDirectory courts, out string problem)
    {
        Court? only = null;
        foreach (var host in hosts)
        {
            if (OfHost(host, courts) is not { } court)
            {
                problem = "A link of the notice leads to no court that is known (ecf.COURT.uscourts.gov); send the message as the court sent it.";
                return null;
            }

            if (only is not null && only.Id != court.Id)
            {
                problem = $"Its links lead to two courts, {only.Id} and {court.Id}; send each court's message by itself.";
                return null;
            }

            only = court;
        }

        problem = only is null ? "No link tells which court the notice is of; send the message with its links, as the court sent it." : "";
        return only;
    }

    // ecf.nysd.uscourts.gov, ca2-showdoc.azurewebsites.us
    private static Court? OfHost(string host, CourtDirectory courts)
    {
        var id = host.StartsWith("ecf.", StringComparison.Ordinal) && host.EndsWith(Courts, StringComparison.Ordinal) && host.Length > 4 + Courts.Length
            ? host[4..^Courts.Length]
            : host.EndsWith(NewAppellate, StringComparison.Ordinal) ? host[..^NewAppellate.Length] : "";
        return courts.TryFind(id, out var court)
            && court.Id.Value == id
            && (court.Kind is CourtKind.Appellate || !host.EndsWith(NewAppellate, StringComparison.Ordinal))
                ? court
                : null;
    }
}
