using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Courthouse;

/// <summary>What one entry or secret filing puts into the feed.</summary>
/// <param name="EnteredAt">When it was entered, UTC.</param>
/// <param name="Entry">The entry; null for what is none.</param>
/// <param name="Unreadable">What is no entry; null for entries.</param>
/// <param name="Items">Its items, ready to be written; none where the feed leaves it out.</param>
internal sealed record Paper(DateTimeOffset EnteredAt, FiledEntry? Entry, UnreadableFiling? Unreadable, IReadOnlyList<PaperItem> Items);

/// <summary>One item of a feed.</summary>
/// <param name="ShownFrom">The first moment at which a feed can hold it.</param>
/// <param name="Bytes">It, as the court writes it.</param>
internal sealed record PaperItem(DateTimeOffset ShownFrom, byte[] Bytes);

/// <summary>Files things in one court: makes up what, and on which dockets.</summary>
internal sealed class FilingDesk(CourtHabits habits, SeededRandom random)
{
    private readonly ItemWriter _writer = new(habits);
    private readonly string _site = $"https://ecf.{habits.Court.Id}.uscourts.gov";
    private int _document = random.Between(100_000, 4_000_000);
    private int _part = random.Between(1_000_000, 9_000_000);

    public IEnumerable<Paper> File(CourtDocket docket, DateTimeOffset at)
    {
        var events = PickEvents(docket.IsNew);
        var labels = events.ConvertAll(filed => new FiledLabel(filed.Label, at));
        var quirks = labels.Count > 1 ? Quirks.SeveralEvents : Quirks.None;
        DateTimeOffset? shownFrom = at;
        if (!habits.Covers(events[0]))
        {
            (shownFrom, quirks) = (null, quirks | Quirks.Withheld);
        }
        else if (random.Chance(0.01))
        {
            shownFrom = at.AddMinutes(random.Between(5, 120));
            labels = labels.ConvertAll(label => label with { ShownFrom = shownFrom.Value });
            quirks |= Quirks.ShownLate;
        }
        else if (random.Chance(0.04) && habits.Events.FirstOrDefault(other => other.HasDocument == events[0].HasDocument && !events.Contains(other)) is { } added)
        {
            labels.Add(new FiledLabel(added.Label, at.AddMinutes(random.Between(1, 90))));
            quirks |= Quirks.LaterLabel;
        }

        var style = ItemStyle.Of(habits, random, out var styleQuirks);
        var draft = new Draft(at, shownFrom, labels, events[0].HasDocument, NextDocument(), style, quirks | styleQuirks);
        var targets = Targets(docket, draft.HasDocument);
        if (targets.Count > 1)
        {
            draft = draft with { Quirks = draft.Quirks | Quirks.SpreadDocument };
        }

        foreach (var onOneDocket in targets.GroupBy(target => target.Docket))
        {
            onOneDocket.Key.LastEnteredAt = at;
            var sequence = onOneDocket.Key.NextSequence(random);
            var number = draft.HasDocument ? onOneDocket.Key.NextNumber() : null;
            foreach (var (_, party) in onOneDocket)
            {
                yield return Enter(onOneDocket.Key, party, sequence, number, draft);
            }
        }
    }

    /// <summary>A grand jury's filing: its number is none.</summary>
    public Paper FileSecret(DateTimeOffset at)
    {
        var title = string.Create(CultureInfo.InvariantCulture, $"{random.Between(1, 8)}:{at.Year % 100:D2}-~gr-{random.Between(1, 99):D5}");
        var caseId = random.Digits(6);
        var item = _writer.WriteSecret(title, caseId, random.Digits(1), $"{_site}/doc1/{habits.DocumentPrefix}1{random.Digits(8)}", at);
        return new(at, null, new(habits.Court.Id, title, at), [new(at, item)]);
    }

    private List<CourtEvent> PickEvents(bool isFirst)
    {
        var first = isFirst && habits.Events.FirstOrDefault(filed => filed.Label == "Complaint") is { } complaint
            ? complaint
            : random.Pick(habits.Events);
        List<CourtEvent> events = [first];
        for (var i = random.Chance(0.15) ? random.Between(1, 2) : 0; i > 0; i--)
        {
            var further = random.Pick(habits.Events);
            if (further.Type == first.Type && further.HasDocument == first.HasDocument && !events.Contains(further))
            {
                events.Add(further);
            }
        }

        return events;
    }

    private List<(CourtDocket Docket, CourtDocket.Party Party)> Targets(CourtDocket docket, bool hasDocument)
    {
        List<(CourtDocket, CourtDocket.Party)> targets = hasDocument && random.Chance(0.5)
            ? [.. docket.Parties.Select(party => (docket, party))]
            : [(docket, random.Pick(docket.Parties))];
        if (hasDocument && random.Chance(0.4))
        {
            targets.AddRange(docket.Members.Select(member => (member, member.Parties[0])));
        }

        return targets;
    }

    private Paper Enter(CourtDocket docket, CourtDocket.Party party, string sequence, string? number, Draft draft)
    {
        var court = habits.Court.Id;
        var isAppeal = habits.Class is CourtClass.Appellate;
        var part = (_part += random.Between(1, 20)).ToString(CultureInfo.InvariantCulture);
        var otherDigit = random.Chance(0.3);
        var digits = $"{habits.DocumentPrefix}{(otherDigit ? '1' : '0')}{draft.Document}";
        var shownNumber = habits.NumbersEntries ? number : null;
        var entry = new FiledEntry
        {
            Identity = isAppeal ? EntryIdentity.OfPart(court, docket.Number.Value, part)
                : habits.GuidsNameCaseOnly ? EntryIdentity.OfPublication(court, party.CaseId, draft.At, number)
                : EntryIdentity.OfSequence(court, party.CaseId, sequence),
            Court = court,
            Docket = docket.Number,
            DocketAsWritten = docket.AsWritten + party.Suffix,
            Caption = docket.Caption,
            CaseId = isAppeal ? null : party.CaseId,
            Sequence = isAppeal ? part : habits.GuidsNameCaseOnly ? null : sequence,
            Number = shownNumber,
            Document = draft.HasDocument ? DocumentId.Parse(digits) : null,
            DocumentLink = draft.HasDocument ? DocumentLink(digits, party.CaseId, sequence) : null,
            DocketLink = isAppeal
                ? $"{_site}/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseNum={docket.Number}"
                : $"{_site}/cgi-bin/DktRpt.pl?{party.CaseId}",
            EnteredAt = draft.At,
            IsTimed = !draft.Style.NoTime,
            Labels = draft.Labels,
            Trustee = docket.Trustee,
            ShownFrom = draft.ShownFrom,
            Quirks = draft.Quirks
                | (docket.HasJudge ? Quirks.JudgeInitials : Quirks.None)
                | (party.Suffix.Length > 0 ? Quirks.DefendantSuffix : Quirks.None)
                | (docket.Caption.Length == 0 ? Quirks.EmptyCaption : Quirks.None)
                | (draft.HasDocument && otherDigit ? Quirks.OtherFourthDigit : Quirks.None)
                | (draft.HasDocument ? shownNumber is null ? Quirks.NamedDocument : Quirks.None : Quirks.MinuteEntry),
        };
        return _writer.Write(entry, docket.Preamble, draft.Style);
    }

    private string DocumentLink(string digits, string caseId, string sequence) => habits switch
    {
        { Class: CourtClass.Appellate } => $"{_site}/docs1/{digits}",
        { Class: CourtClass.Bankruptcy } => $"{_site}/doc1/{digits}?pdf_header=&de_seq_num={sequence}&caseid={caseId}",
        { GuidsNameCaseOnly: true } => $"{_site}/doc1/{digits}?caseid={caseId}",
        _ => $"{_site}/doc1/{digits}?caseid={caseId}&de_seq_num={sequence}",
    };

    private string NextDocument() => (_document += random.Between(1, 9)).ToString("D8", CultureInfo.InvariantCulture);

    private sealed record Draft(
        DateTimeOffset At, DateTimeOffset? ShownFrom, IReadOnlyList<FiledLabel> Labels, bool HasDocument, string Document, ItemStyle Style, Quirks Quirks);
}
