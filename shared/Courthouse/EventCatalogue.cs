using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>Something that can be filed.</summary>
/// <param name="Type">The event type by which courts say what their feeds cover.</param>
/// <param name="Label">Its name on the docket.</param>
/// <param name="HasDocument">False for what is only text on the docket sheet.</param>
internal sealed record CourtEvent(string Type, string Label, bool HasDocument = true);

/// <summary>What is filed in each class of court.</summary>
internal static class EventCatalogue
{
    private static readonly CourtEvent[] District =
    [
        new("answer", "Answer to Complaint"),
        new("answer", "Answer & Counterclaim"),
        new("appeal", "Notice of Interlocutory Appeal"),
        new("cmp", "Complaint"),
        new("cmp", "Amended Complaint"),
        new("discov", "Interrogatories to the \"John Doe\" Defendants"),
        new("misc", "Civil Cover Sheet"),
        new("misc", "Clerk's Notice re: Deficient Filing"),
        new("misc", "Set/Reset Deadlines", HasDocument: false),
        new("misc", "Telephone Conference", HasDocument: false),
        new("motion", "Motion to Dismiss"),
        new("motion", "Motion for Leave to File > 25 Pages"),
        new("motion", "Motion in Limine (Daubert) / Request for Hearing"),
        new("motion", "Motion for Attorney's Fees & Costs"),
        new("notice", "Notice of Appearance"),
        new("notice", "Notice of Change of Address"),
        new("notice", "Notice (Other)"),
        new("order", "Order"),
        new("order", "Order on Motion for Extension of Time"),
        new("order", "Scheduling Order"),
        new("order", "Minute Entry for Status Conference", HasDocument: false),
        new("order", "Order of Dismissal - Rule 41(a)(1)"),
        new("respm", "Memorandum of Law in Opposition"),
        new("respm", "Reply to Response"),
        new("service", "Summons Returned Executed"),
        new("service", "Affidavit of Service on Café Zoë, Inc."),
        new("trial", "Jury Trial - Day 3", HasDocument: false),
        new("trial", "Exhibit List"),
    ];

    private static readonly CourtEvent[] Bankruptcy =
    [
        new("appeal", "Notice of Appeal (fee)"),
        new("claims", "Objection to Claim"),
        new("claims", "Transfer of Claim"),
        new("misc", "Add Judge", HasDocument: false),
        new("misc", "Add Trustee", HasDocument: false),
        new("misc", "Auto-Docket of Filing Fee", HasDocument: false),
        new("misc", "Certificate of Credit Counseling"),
        new("misc", "Schedules A/B - J"),
        new("misc", "Statement of Debtor's Attorney"),
        new("motion", "Motion for Relief from Stay"),
        new("motion", "Motion to Sell Property Free & Clear of Liens"),
        new("motion", "Motion to Convert Case 13 -> 7"),
        new("notice", "Notice of Hearing"),
        new("notice", "Meeting of Creditors Held", HasDocument: false),
        new("order", "Order Confirming Chapter 13 Plan"),
        new("order", "Order Discharging Debtor"),
        new("order", "Order on \"First Day\" Motions"),
        new("plan", "Chapter 11 Plan"),
        new("plan", "Disclosure Statement"),
        new("trustee", "Trustee's Report of No Distribution", HasDocument: false),
        new("trustee", "Monthly Operating Report"),
    ];

    private static readonly CourtEvent[] Appellate =
    [
        new("briefs", "appellant's brief filed"),
        new("briefs", "amicus brief filed"),
        new("judgments", "Judgment"),
        new("judgments", "mandate issued"),
        new("motions", "motion for extension of time filed"),
        new("notices", "notice of appearance", HasDocument: false),
        new("opinions", "Opinion"),
        new("opinions", "Case termination for opinion"),
        new("opinions", "unpublished per curiam opinion & judgment"),
        new("orders", "clerk's order filed"),
        new("orders", "judge order filed"),
        new("orders", "Scheduling Notification, So Ordered"),
        new("orders", "Order on Petition for Rehearing / En Banc"),
        new("orders", "ruling", HasDocument: false),
    ];

    public static IReadOnlyList<CourtEvent> Of(CourtClass courtClass) => courtClass switch
    {
        CourtClass.Bankruptcy => Bankruptcy,
        CourtClass.Appellate => Appellate,
        _ => District,
    };
}
