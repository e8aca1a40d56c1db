using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Courthouse;

/// <summary>One docket that a made-up court keeps, with its counters.</summary>
internal sealed class CourtDocket
{
    private int _sequence;
    private int _number;

    private CourtDocket(DocketNumber number, string asWritten, string caption, IReadOnlyList<Party> parties)
    {
        Number = number;
        AsWritten = asWritten;
        Caption = caption;
        Parties = parties;
    }

    public DocketNumber Number { get; }

    /// <summary>The number with judges, without defendant.</summary>
    public string AsWritten { get; }

    public string Caption { get; }

    /// <summary>The case, or in a criminal case each defendant's.</summary>
    public IReadOnlyList<Party> Parties { get; }

    public bool HasJudge => AsWritten.Length > Number.Value.Length;

    /// <summary>What stands before the label of a bankruptcy item; empty elsewhere.</summary>
    public string Preamble { get; private init; } = "";

    public string? Trustee { get; private init; }

    /// <summary>Dockets consolidated with this one: what is filed here is often filed there too.</summary>
    public List<CourtDocket> Members { get; } = [];

    /// <summary>When it last got an entry: no two in the same second, as some identities hold only the time.</summary>
    public DateTimeOffset LastEnteredAt { get; set; }

    public bool IsNew => _sequence == 0;

    /// <summary>The next sequence number; attachments and the like use up some.</summary>
    public string NextSequence(SeededRandom random) => (_sequence += random.Between(1, 3)).ToString(CultureInfo.InvariantCulture);

    public string NextNumber() => (++_number).ToString(CultureInfo.InvariantCulture);

    /// <summary>Opens a docket, the n-th of its court in that year.</summary>
    public static CourtDocket Open(CourtHabits habits, int n, int year, SeededRandom random)
    {
        var yy = (year % 100).ToString("D2", CultureInfo.InvariantCulture);
        var judge = random.Chance(habits.JudgeInitialsUsual ? 0.9 : 0.1) ? Initials(random) : null;
        var caseId = (100_000 + (n * 7) + random.Below(7)).ToString(CultureInfo.InvariantCulture);
        return habits.Class switch
        {
            CourtClass.Bankruptcy => OpenBankruptcy(habits, n, yy, judge?.ToLowerInvariant(), caseId, random),
            CourtClass.Appellate => OpenAppeal(n, yy, random),
            _ => OpenDistrict(n, yy, judge, caseId, random),
        };
    }

    private static CourtDocket OpenDistrict(int n, string yy, string? judge, string caseId, SeededRandom random)
    {
        var type = random.Pick<string>(["cv", "cv", "cv", "cv", "cr", "cr", "mj", "mc"]);
        var isCriminal = type is "cr" or "mj";
        var number = DocketNumber.Parse($"{random.Between(1, 8)}:{yy}-{type}-{n:D5}");
        var judges = judge is null ? "" : random.Chance(0.4) ? $"-{judge}-{Initials(random)}" : $"-{judge}";
        var caption = random.Chance(0.04) ? "" : Captions.Of(CourtClass.District, isCriminal, random);
        List<Party> parties = isCriminal
            ? [.. Enumerable.Range(1, random.Chance(0.5) ? 1 : random.Between(2, 4)).Select(i => new Party($"{caseId}{i}", $"-{i}"))]
            : [new Party(caseId, "")];
        return new(number, number.Value + judges, caption, parties);
    }

    private static CourtDocket OpenBankruptcy(CourtHabits habits, int n, string yy, string? judge, string caseId, SeededRandom random)
    {
        var number = DocketNumber.Parse(string.Format(CultureInfo.InvariantCulture, habits.BankruptcyForm, yy, n.ToString("D5", CultureInfo.InvariantCulture)));
        var isAdversary = random.Chance(0.15);
        var chapter = isAdversary ? " " : random.Pick<string>(["7", "7", "11", "13", "13", "15", "12"]);
        var trustee = chapter is "7" or "13" && random.Chance(0.8) ? Captions.Trustee(random) : null;
        return new(
            number,
            judge is null ? number.Value : $"{number.Value}-{judge}{(random.Chance(0.1) ? chapter.Trim() : "")}",
            Captions.Of(CourtClass.Bankruptcy, isCriminal: false, random),
            [new Party(caseId, "")])
        {
            Trustee = trustee,
            Preamble = $"Type: {(isAdversary ? "ap" : "bk")} Office: {random.Between(1, 8)} Chapter: {chapter} {(trustee is null ? "" : $"Trustee: {trustee}")} "
                .Replace("  ", trustee is null ? "  " : " ", StringComparison.Ordinal),
        };
    }

    private static CourtDocket OpenAppeal(int n, string yy, SeededRandom random)
    {
        var number = DocketNumber.Parse($"{yy}-{1000 + (n % 9000)}");
        return new(number, number.Value, Captions.Of(CourtClass.Appellate, isCriminal: false, random), [new Party(number.Value, "")]);
    }

    private static string Initials(SeededRandom random) =>
        string.Concat(Enumerable.Range(0, random.Between(2, 3)).Select(_ => (char)('A' + random.Below(26))));

    /// <summary>A case id and what it adds to the docket number.</summary>
    internal sealed record Party(string CaseId, string Suffix);
}
