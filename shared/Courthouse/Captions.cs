using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>Invents captions: plausible ones, with every character that a party's name may hold.</summary>
internal static class Captions
{
    private static readonly string[] First =
        ["Ada", "Ben", "Clara", "Dmitri", "Élodie", "Faisal", "Grace", "Henry", "Ines", "José", "Keiko", "Liam", "María", "Noah", "Olga", "Zoë"];

    private static readonly string[] Last =
    [
        "Doe", "Roe", "Poe", "Moe", "Loe", "Noakes", "Stiles", "O'Doe", "D'Roe", "Muñoz-Doe", "Pérez Roe", "Müller", "Nguyễn", "Łukasz-Poe",
        "St. Stiles", "van der Moe", "Doe-Roe", "Lévêque", "Stiles III", "Ørsted",
    ];

    private static readonly string[] Company =
    [
        "Doe & Roe, LLP", "T&R Hauling Co.", "\"Big Al\" Trucking, Inc.", "Roe's Diner, LLC", "Poe’s Books", "“Quoted” Holdings Corp.",
        "A < B Analytics, Inc.", "Moe <3 Donuts LLC", "Loe > Less, Ltd.", "Stiles – Noakes Partnership", "Café Doe, S.A. de C.V.",
        "Doe, Roe, Poe & Moe", "100% Juice Co.", "C:\\Drive Data Recovery", "#1 Movers; Storage", "Señor Roe Imports", "1-800-STILES, Inc.",
        "Acme (Delaware) {f/k/a Roe}", "Euro€ Exchange", "Doe™ Brands", "AB/CD Freight", "Roe_Poe.com, Inc.",
    ];

    private static readonly string[] Agency =
    [
        "Commissioner of Social Security", "City of Springfield", "Does 1-10", "Secretary of the Interior", "Acting Warden", "Board of Education",
        "Attorney General", "Unknown Agents of the \"Task Force\"",
    ];

    public static string Civil(SeededRandom random)
    {
        var caption = $"{Party(random)} v. {(random.Chance(0.3) ? random.Pick(Agency) : Party(random))}";
        return random.Chance(0.25) ? caption + " et al" : caption;
    }

    public static string Criminal(SeededRandom random) => $"USA v. {random.Pick(Last)}{(random.Chance(0.3) ? " et al" : "")}";

    public static string Bankrupt(SeededRandom random) => random.Below(4) switch
    {
        0 => random.Pick(Company),
        1 => $"{Person(random)} and {Person(random)}",
        _ => $"{random.Pick(First)} {(char)('A' + random.Below(26))}. {random.Pick(Last)}",
    };

    public static string Appeal(SeededRandom random) => random.Below(5) switch
    {
        0 => $"In re: {Person(random)}",
        1 => $"United States v. {random.Pick(Last)}",
        _ => $"{random.Pick(Last)} v. {(random.Chance(0.4) ? random.Pick(Agency) : random.Pick(Company))}{(random.Chance(0.2) ? ", et al" : "")}",
    };

    public static string Of(CourtClass courtClass, bool isCriminal, SeededRandom random) => courtClass switch
    {
        CourtClass.Bankruptcy => Bankrupt(random),
        CourtClass.Appellate => Appeal(random),
        _ => isCriminal ? Criminal(random) : Civil(random),
    };

    public static string Trustee(SeededRandom random) => $"{random.Pick(Last)}, {random.Pick(First)} {(char)('A' + random.Below(26))}.";

    private static string Party(SeededRandom random) => random.Chance(0.45) ? random.Pick(Company) : random.Pick(Last);

    private static string Person(SeededRandom random) => $"{random.Pick(First)} {random.Pick(Last)}";
}
