using Tipstaff.Api;
using Tipstaff.Notices;
using Tipstaff.Signatures;
using Tipstaff.Tests.Hostile;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary><c>/api/notices</c>.</summary>
internal static class NoticeExercises
{
    private const string Path = "/api/notices";

    private static readonly SomeNef Nef = new();

    public static IReadOnlyList<Exercise> All { get; } =
    [
        Of(200, Nef.Mail),
        Of(200, (Nef with { Transaction = "filed on 3/2/2026", Sequence = "11" }).Mail),
        Of(200, Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + (Nef with { Number = "5:26-~gr-1" }).Table + Nef.DocketText))),
        new("POST", Path, 401, (world, _) => SomeNewsroom.Notice(world.Head.Host, Nef.Mail).Sent()),
        Of(401, Nef.Mail, SomeNewsroom.Stranger),
        Of(403, Nef.Mail, SomeNewsroom.Courier),
        Of(403, (Nef with { Court = "nyed" }).Mail, SomeNewsroom.OneCourtsMailroom),
        Of(413, new byte[NoticesApi.MaxBytes + 1]),
        Of(415, Nef.Mail, type: "text/plain"),
        Of(422, "Subject: lunch?\n\nAt one?"u8.ToArray()),
        Of(422, (Nef with { Court = "nowhere" }).Mail),
        Of(422, Nef.Consolidated(TakeNotice.MaxCases + 1)),
        Of(422, (Nef with { Transaction = "entered" }).Mail),
    ];

    private static Exercise Of(int status, byte[] message, SignatureKey? key = null, string type = NoticesApi.MediaType) =>
        new("POST", Path, status, (world, _) => SomeNewsroom.Notice(world.Head.Host, message, type)
            .Sign(key ?? SomeNewsroom.Mailroom, nonce: $"nonce-{world.Next()}", late: world.Head.Now - Some.Monday9Am).Sent());
}
