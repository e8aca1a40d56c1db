using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Who was told of which documents, as it grows while a step is decided.</summary>
/// <remarks>A document spread over several defendants or consolidated cases is news once; docketed twice in one case, it is two entries.</remarks>
internal sealed class ToldBefore(IEnumerable<ToldDocument> told)
{
    private readonly Dictionary<(SubscriberId, DocumentId), string> _cases = told.ToDictionary(one => (one.Subscriber, one.Document), one => one.Case);
    private readonly List<ToldDocument> _added = [];

    /// <summary>What was told for the first time since.</summary>
    public IReadOnlyList<ToldDocument> Added => _added;

    /// <summary>Whether an entry's document is news to a reader, who is told then.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reader">Who is told: <see cref="Subscription.Reader"/>.</param>
    public bool IsNews(DocketEntry entry, SubscriberId reader)
    {
        if (entry.Document is not { } document)
        {
            return true;
        }

        var caseKey = entry.CaseId ?? entry.Docket.Value;
        if (_cases.TryGetValue((reader, document), out var toldCase))
        {
            return toldCase == caseKey;
        }

        _cases[(reader, document)] = caseKey;
        _added.Add(new ToldDocument(reader, document, caseKey));
        return true;
    }
}
