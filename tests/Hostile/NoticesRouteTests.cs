using System.Net;
using System.Text;
using System.Text.Json;
using Tipstaff.Api;
using Tipstaff.Checks;
using Tipstaff.Notices;
using Tipstaff.Outbox;
using Tipstaff.Tests.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary><c>POST /api/notices</c> through both heads, as a mailroom's program uses it and as it should not.</summary>
public sealed class NoticesRouteTests
{
    private static readonly SomeNef Nef = new();

    private static readonly string[] Heads = [HeadUnderTest.Local, HeadUnderTest.Cloud];

    private static Dictionary<string, (string Type, byte[] Body)> Refused { get; } = new(StringComparer.Ordinal)
    {
        ["an empty message"] = ("no-notice", Bytes("\n")),
        ["another mail"] = ("no-notice", Bytes("Subject: lunch?\n\nAt one?")),
        ["a claims notice"] = ("no-notice", Bytes(Encoding.UTF8.GetString(Nef.Mail).Replace("Electronic Filing", "Electronic Claims Filing", StringComparison.Ordinal))),
        ["a link to elsewhere"] = ("unknown-court", Bytes(Encoding.UTF8.GetString(Nef.Mail).Replace("ecf.nysd.uscourts.gov/doc1", "ecf.nysd.uscourts.gov.evil.example/doc1", StringComparison.Ordinal))),
        ["a court that is none"] = ("unknown-court", (Nef with { Court = "evil" }).Mail),
        ["a court by its alias"] = ("unknown-court", (Nef with { Court = "sdny" }).Mail),
        ["links to two courts"] = ("unknown-court", Bytes(Encoding.UTF8.GetString(Nef.Mail).Replace("ecf.nysd.uscourts.gov/doc1", "ecf.nyed.uscourts.gov/doc1", StringComparison.Ordinal))),
        ["no links"] = ("unknown-court", Bytes("Subject: x\n\nNotice of Electronic Filing\nCase Name: Doe v. Roe\nCase Number: 1:26-cv-01234\nDocket Text:\nx")),
        ["more cases than a notice has"] = ("too-many-cases", Nef.Consolidated(TakeNotice.MaxCases + 1)),
        ["no docket number"] = ("unreadable-notice", (Nef with { Number = "5:26-~gr-00001" }).Mail),
        ["no date"] = ("unreadable-notice", (Nef with { Transaction = "entered" }).Mail),
        ["a date years ahead"] = ("unreadable-notice", (Nef with { Transaction = "entered on 3/2/2028 at 9:00 AM EST and filed on 3/2/2028" }).Mail),
    };

    public static TheoryData<string> HeadNames() => [.. Heads];

    public static TheoryData<string, string> RefusedInHeads()
    {
        var rows = new TheoryData<string, string>();
        foreach (var head in Heads)
        {
            foreach (var what in Refused.Keys)
            {
                rows.Add(head, what);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public async Task Post_Notice_IsToldOnceHoweverOftenItIsSent(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        await head.FollowAsync();

        using var first = await head.SendAsync(Request(head, Nef.Mail).Sign(SomeNewsroom.Mailroom, "nonce-1").Sent());
        using var again = await head.SendAsync(Request(head, Nef.Mail).Sign(SomeNewsroom.Mailroom, "nonce-2").Sent());

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        var answer = await first.Content.ReadAsStringAsync();
        Assert.Equal(answer, await again.Content.ReadAsStringAsync());
        Assert.Equal(
            """{"court":"nysd","filedOn":"2026-03-02","entries":[{"docketNumber":"1:26-cv-01234","number":"3","labels":["Motion to Dismiss"],"enteredAt":"2026-03-02T14:00:00+00:00"}],"unreadable":[]}""",
            answer);
        var alert = Assert.IsType<OutboxMessage.AlertMessage>(Assert.Single(await head.UseAsync<IOutbox, IReadOnlyList<OutboxRow>>(outbox => outbox.NewestAsync(10, default))).Message).Alert;
        Assert.Equal("nysd|612345|10", Assert.Single(alert.Entries).Identity.Value);
        Assert.DoesNotContain("31415926", JsonSerializer.Serialize(alert), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RefusedInHeads))]
    public async Task Post_WhatIsNoReadableNotice_Is422WithTheReasonAndTellsNobody(string name, string what)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        await head.FollowAsync();
        var (type, body) = Refused[what];

        using var answer = await head.SendAsync(Request(head, body).Sign(SomeNewsroom.Mailroom).Sent());

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity, type);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Empty(await head.UseAsync<IOutbox, IReadOnlyList<OutboxRow>>(outbox => outbox.NewestAsync(10, default)));
        var kept = await head.UseAsync<IDockets, IReadOnlyList<StoredUnreadable>>(dockets => dockets.UnreadableAsync(10, default));
        Assert.Equal(type == "unreadable-notice" ? 1 : 0, kept.Count);
        Assert.DoesNotContain(kept, item => item.Item.Text.Contains('@', StringComparison.Ordinal) || item.Item.Text.Contains("31415926", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public async Task Post_NotSignedOrWithoutTheScope_IsRefusedAndTellsNobody(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        await head.FollowAsync();
        var request = Request(head, Nef.Mail);

        using var unsigned = await head.SendAsync(request.Sent());
        using var scopeless = await head.SendAsync(request.Sign(SomeNewsroom.Newsroom).Sent());
        using var changed = await head.SendAsync((request.Sign(SomeNewsroom.Mailroom) with { Body = (Nef with { Title = "Order" }).Mail }).Sent());
        using var replayed = await head.SendAsync(request.Sign(SomeNewsroom.Mailroom, "nonce-9").Sent());
        using var replay = await head.SendAsync(request.Sign(SomeNewsroom.Mailroom, "nonce-9").Sent());

        Assert.Equal("missing-signature", (await WebAnswer.ProblemAsync(unsigned, HttpStatusCode.Unauthorized, "signature-refused")).GetProperty("code").GetString());
        await WebAnswer.ProblemAsync(scopeless, HttpStatusCode.Forbidden, "insufficient-scope");
        Assert.Equal("digest-mismatch", (await WebAnswer.ProblemAsync(changed, HttpStatusCode.Unauthorized, "signature-refused")).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        Assert.Equal("replayed", (await WebAnswer.ProblemAsync(replay, HttpStatusCode.Unauthorized, "signature-refused")).GetProperty("code").GetString());
        Assert.Single(await head.UseAsync<IOutbox, IReadOnlyList<OutboxRow>>(outbox => outbox.NewestAsync(10, default)));
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public async Task Post_KeyOfOneCourt_TakesNoticesOfThatCourtAlone(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        await head.FollowAsync();

        using var elsewhere = await head.SendAsync(Request(head, (Nef with { Court = "nyed" }).Mail).Sign(SomeNewsroom.OneCourtsMailroom).Sent());
        var written = await head.UseAsync<IDockets, IReadOnlyList<CourtState>>(dockets => dockets.ListCourtsAsync(default));
        using var taken = await head.SendAsync(Request(head, Nef.Mail).Sign(SomeNewsroom.OneCourtsMailroom, "nonce-2").Sent());

        var problem = await WebAnswer.ProblemAsync(elsewhere, HttpStatusCode.Forbidden, "insufficient-scope");
        Assert.Contains("notices:nyed", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(written, state => state.NoticedAt is not null);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Single(await head.UseAsync<IOutbox, IReadOnlyList<OutboxRow>>(outbox => outbox.NewestAsync(10, default)));
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public async Task Post_MostCases_AreTaken(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);

        using var taken = await head.SendAsync(Request(head, Nef.Consolidated(TakeNotice.MaxCases)).Sign(SomeNewsroom.Mailroom).Sent());

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using var answer = JsonDocument.Parse(await taken.Content.ReadAsStringAsync());
        Assert.Equal(TakeNotice.MaxCases, answer.RootElement.GetProperty("entries").GetArrayLength());
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("message/*", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("message/rfc822; x=y", HttpStatusCode.OK, "")]
    [InlineData("Message/RFC822", HttpStatusCode.OK, "")]
    public async Task Post_Type_IsThatOfAMessage(string type, HttpStatusCode status, string problem)
    {
        foreach (var name in Heads)
        {
            await using var head = await HeadUnderTest.StartAsync(name);

            using var answer = await head.SendAsync(Request(head, Nef.Mail, type).Sign(SomeNewsroom.Mailroom).Sent());

            Assert.Equal(status, answer.StatusCode);
            if (problem.Length > 0)
            {
                await WebAnswer.ProblemAsync(answer, status, problem);
            }
        }
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public async Task Post_LargestMessage_IsTakenAndOneByteMoreIsNot(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        byte[] largest = [.. Nef.Mail, .. new byte[NoticesApi.MaxBytes - Nef.Mail.Length]];

        using var taken = await head.SendAsync(Request(head, largest).Sign(SomeNewsroom.Mailroom).Sent());
        using var refused = await head.SendAsync(Request(head, [.. largest, 0]).Sign(SomeNewsroom.Mailroom, "nonce-2").Sent());

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        await WebAnswer.ProblemAsync(refused, HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    private static SomeSigned Request(HeadUnderTest head, byte[] body, string type = "message/rfc822") => SomeNewsroom.Notice(head.Host, body, type);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
