using System.Net;
using System.Text;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Mail;

/// <summary>Event Grid: posts each delivery report to the app, until an instance answers that it has it; some come late, or twice.</summary>
internal sealed class EventGrid(SimulatedWorld world, CloudHead head)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As Event Grid is documented to wait between its tries.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
    ];

    private readonly MachineClock _clock = new(world.Time, world.Nature, () => TimeSpan.Zero);

    /// <summary>A mail was taken: what became of it will be told.</summary>
    public void Tell(SentMail mail)
    {
        world.Time.After(head.Cloud.Email.ReportTime, world.Nature, () =>
        {
            // Each in a post of its own, in the order in which the mails were taken.
            var body = head.Cloud.Email.Reports.Take(max: 1) ?? throw new InvalidOperationException("A delivery report is not there yet.");
            world.Nature.Start(() => PostAsync(mail, body, Late(FaultKind.EventLate, mail, 40)));
            if (Late(FaultKind.EventTwice, mail, 20) is { Ticks: > 0 } later)
            {
                world.Nature.Start(() => PostAsync(mail, body, later));
            }
        });
    }

    private TimeSpan Late(FaultKind kind, SentMail mail, double mostMinutes) =>
        world.Plan.Draw("event", mail.OperationId, world.Now, kind) == kind
            ? TimeSpan.FromMinutes(mostMinutes * world.Plan.Chance("event wait", mail.OperationId))
            : TimeSpan.Zero;

    private async Task PostAsync(SentMail mail, string body, TimeSpan wait)
    {
        for (var tries = 0; ; tries++)
        {
            await Task.Delay(wait, _clock);
            if (await TryPostAsync(body))
            {
                world.Trace.Add($"events: the report {mail.Fate.Status} of {mail.InternetMessageId} is taken at try {tries + 1}");
                world.Mailboxes.Reported(mail.Recipient, mail.InternetMessageId.Trim('<', '>'), mail.At, mail.Fate.Status is "Bounced" or "Suppressed");
                return;
            }

            wait = Waits[Math.Min(tries, Waits.Length - 1)];
        }
    }

    private async Task<bool> TryPostAsync(string body)
    {
        if (world.Serving("event grid") is not CloudProcess { App: { } app })
        {
            return false;
        }

        world.Count("delivery reports posted");
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost/api/delivery-reports?code={head.Cloud.Keys.Function}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        try
        {
            var answered = app.SendAsync(request);
            return await Task.WhenAny(answered, Task.Delay(Patience, _clock)) == answered && (await answered).StatusCode is HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Its instance went while it answered.
            return false;
        }
    }
}
