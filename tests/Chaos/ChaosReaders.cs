using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Tests.Chaos;

/// <summary>Readers who each follow one of the busy dockets of a courthouse.</summary>
internal sealed class ChaosReaders
{
    private const int DocketsPerCourt = 8;

    private readonly ILookup<(CourtId, DocketNumber), string> _addresses;

    public ChaosReaders(MadeUpCourthouse courthouse, int perDocket)
    {
        Follows =
        [
            .. from court in courthouse.Courts
               from docket in courthouse.BusiestDockets(court.Id, DocketsPerCourt).Index()
               from reader in Enumerable.Range(0, perDocket)
               select new Follow($"{court.Id}-{docket.Index}-{reader}@example.com", court.Id, docket.Item.Number),
        ];
        _addresses = Follows.ToLookup(follow => (follow.Court, follow.Docket), follow => follow.Address);
    }

    public IReadOnlyList<Follow> Follows { get; }

    /// <summary>Lines of an import.</summary>
    public IEnumerable<string> Lines(DateTimeOffset confirmedAt) => Follows.Select(follow => $"{follow.Address},{follow.Court},{follow.Docket},,,{confirmedAt:O}");

    /// <summary>Who is to be told of these entries, and of what.</summary>
    public IEnumerable<(string Address, string News)> ToBeTold(IEnumerable<FiledEntry> entries) =>
        entries.SelectMany(entry => _addresses[(entry.Court, entry.Docket)].Select(address => (address, News(entry.Court, entry.Document, entry.Identity)))).Distinct();

    /// <summary>What is told once: a document that was entered in several defendants' cases is one piece of news.</summary>
    public static string News(CourtId court, DocumentId? document, EntryIdentity identity) => document is null ? identity.Value : $"{court} document {document}";
}

/// <summary>Who follows what.</summary>
internal sealed record Follow(string Address, CourtId Court, DocketNumber Docket);
