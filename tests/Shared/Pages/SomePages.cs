using AngleSharp;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Pages;

/// <summary>A renderer, and models with defaults.</summary>
internal static class SomePages
{
    public const string Hostile = "<script>alert(1)</script> \"Doe\" & 'Roe' \u202Eevil\u202C <img src=x onerror=alert(2)>\r\n\0\u0007";

    /// <summary>What is left of <see cref="Hostile"/> once it is shown.</summary>
    public const string HostileShown = "<script>alert(1)</script> \"Doe\" & 'Roe' evil <img src=x onerror=alert(2)>";

    public static readonly OutboxCounts Counts = new(1, 2, 3, 4, Some.Monday9Am);

    public static PageRenderer Renderer => RendererAt(new Uri("https://alerts.example.com"));

    /// <summary>The renderer of an installation that others reach at this address.</summary>
    public static PageRenderer RendererAt(Uri publicUrl) =>
        new(new RazorHtml(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance), Options.Create(new LinkOptions { PublicUrl = publicUrl }));

    public static CourtState State(string court = "nysd", CheckResult result = CheckResult.Unchanged, string? trouble = null, string? coverage = "all") => new()
    {
        Court = CourtId.Parse(court),
        CheckedAt = Some.Monday9Am.AddSeconds(-8),
        GoodAt = Some.Monday9Am.AddMinutes(-3),
        DueAt = Some.Monday9Am.AddSeconds(52),
        Result = result,
        Trouble = trouble,
        Coverage = coverage,
        Items = 120,
    };

    public static OutboxRow Row(OutboxState state = OutboxState.Delivered, string? detail = "outbox", params DocketEntry[] entries) =>
        new(OutboxMessage.AlertMessage.Of(Some.Alert(entries: entries)), state, detail, Some.Monday9Am.AddSeconds(-5));

    public static StatusModel Status(
        IReadOnlyList<CourtState>? states = null,
        IReadOnlyList<DocketEntry>? entries = null,
        IReadOnlyList<OutboxRow>? mails = null,
        IReadOnlyList<OperatorNotice>? notices = null,
        bool hasOutbox = true,
        string? notice = null) =>
        StatusModel.Of(
            states ?? [State()], entries ?? [Some.Entry()], mails ?? [Row()], notices ?? [], Counts, CourtDirectory.Default,
            new Uri("http://127.0.0.1:5210/"), hasOutbox, Some.Monday9Am, notice);

    /// <summary>A form with something hostile in each field.</summary>
    public static readonly TypedSubscription HostileForm = new(Hostile, Hostile, Hostile, Hostile, IsEveryDocket: true, Hostile);

    public static SubscribeModel Subscribe(TypedSubscription? typed = null, IReadOnlyDictionary<string, string>? errors = null) => new()
    {
        Token = "token",
        Courts = CourtChoice.All([State()], CourtDirectory.Default),
        Typed = typed ?? TypedSubscription.Empty,
        Errors = errors ?? EachField(),
    };

    /// <summary>A page of subscriptions with something hostile in each field of one.</summary>
    public static ManageModel RefusedManage()
    {
        var own = Some.Subscription();
        var typed = new TypedTerms(Hostile, Hostile, Hostile, Hostile, Hostile, Hostile);
        var errors = EachField("cadence", "digestHour", "digestTimeZone", "digestDay", "include", "exclude");
        return ManageModel.Of("token", [own], webhooks: null, CourtDirectory.Default, Some.Monday9Am, refused: new RefusedTerms(own.Id, typed, errors));
    }

    /// <summary>Something wrong with each of these fields.</summary>
    public static Dictionary<string, string> EachField(params string[] fields) => fields.ToDictionary(field => field, field => $"{field} holds {Hostile}", StringComparer.Ordinal);

    public static OutboxMailModel Mail(string subject = "[nysd 1:26-cv-01234] Doe v. Roe: Order", string text = "Order") =>
        new("0123456789abcdef0123456789abcdef", subject, [new("From", "Tipstaff <alerts@example.com>"), new("Subject", subject)], text);

    public static async Task<IDocument> ParseAsync(Task<string> page)
    {
        var html = await page;
        return await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(html));
    }
}
