using System.Text;
using System.Text.Json;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>
/// The receivers of webhooks as one process sees them: flaky machines of subscribers, away whenever plain SMTP is, that remember the ids of
/// what came and leave a copy aside. What one takes stands in the mailboxes as an arrival of its own provider.
/// </summary>
internal sealed class SimulatedReceivers(ServiceProcess process, SimulatedWorld world) : IWebhookReceivers
{
    public const string Name = "webhook";

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public async Task<WebhookOutcome> SendAsync(WebhookUrl url, WebhookMessage message, WebhookKeys keys, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<WebhookOutcome>();
        }

        cancellationToken.ThrowIfCancellationRequested();
        var (begun, site) = (world.Now, $"send.{Name}");
        await process.WaitAsync(TimeSpan.FromMilliseconds(20 + (300 * world.Plan.Chance("sending", message.Id))));
        var fault = world.Plan.Current(FaultKind.ProviderOutage, "smtp", world.Now)?.Manner ?? world.Plan.Draw(site, message.Id, world.Now, FaultWeather.MailAnswers);
        world.Count($"hand-overs to {Name}s");
        switch (fault)
        {
            case FaultKind.CrashBefore:
                return await process.CrashAsync<WebhookOutcome>($"before {site}({message.Id})");
            case FaultKind.MailTransient:
                return new WebhookOutcome.Unavailable("HTTP 503");
            case FaultKind.MailMailboxFull:
                return new WebhookOutcome.Unavailable("HTTP 429", TimeSpan.FromMinutes(2));
            case FaultKind.MailFinal:
                return new WebhookOutcome.Refused("HTTP 400", WebhookRefusal.ThisMessage);
            case FaultKind.MailClosing:
                return new WebhookOutcome.Unavailable("HTTP 502");
            case FaultKind.MailUnreachable:
                await process.WaitAsync(TimeSpan.FromSeconds(5));
                return new WebhookOutcome.Unavailable("no connection within 5 s");
            case FaultKind.MailSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(9 * world.Plan.Chance("slow", message.Id)));
                break;
        }

        world.Mailboxes.Take(Name, honoursKeys: true, Arrived(url, message), process, begun);
        switch (fault)
        {
            case FaultKind.CrashAfter:
                return await process.CrashAsync<WebhookOutcome>($"after {site}({message.Id})");
            case FaultKind.MailAcceptedThenSilent:
                await process.WaitAsync(Silence);
                return new WebhookOutcome.Unknown("no answer within 10 s");
            default:
                return new WebhookOutcome.Accepted(200);
        }
    }

    public async Task<ChallengeOutcome> ChallengeAsync(WebhookUrl url, WebhookChallenge challenge, WebhookKeys keys, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<ChallengeOutcome>();
        }

        await process.WaitAsync(TimeSpan.FromMilliseconds(200));
        world.Count("challenges");
        return world.Plan.Draw("challenge", url.Host, world.Now, FaultKind.MailTransient) is FaultKind.None
            ? new ChallengeOutcome.Passed()
            : new ChallengeOutcome.Failed("The URL answered the challenge with HTTP 503: it has to answer 200.");
    }

    // The words of a mail that would say the same: its links, as they are before JSON escapes them, and by what a mail is known to tell of gaps.
    private static OutgoingMail Arrived(WebhookUrl url, WebhookMessage message)
    {
        using var body = JsonDocument.Parse(message.Body);
        var data = body.RootElement.GetProperty("data");
        var links = data.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("documentLink").GetString());
        string[] notes = [data.GetProperty("gaps").GetArrayLength() > 0 ? "may have missed" : "", data.GetProperty("quietEntries").ValueKind is JsonValueKind.Object ? "not in the" : ""];
        return new OutgoingMail
        {
            Key = message.Key,
            From = EmailAddress.Parse("alerts@example.com"),
            FromName = "",
            To = EmailAddress.Parse(People.HookedAddress),
            Subject = url.Value,
            Date = DateTimeOffset.UnixEpoch,
            MessageId = $"{message.Id["msg_".Length..]}@{Name}",
            Text = string.Join('\n', links.Concat(notes)),
            Html = Encoding.ASCII.GetString(message.Body.Span),
        };
    }
}
