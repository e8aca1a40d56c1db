using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Limits;

/// <summary>How much one client may ask for, and how much may be asked for one address.</summary>
public sealed class LimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>How many requests that change something a client may make in a minute, in each process. Default 60.</summary>
    [Range(1, 10_000, ErrorMessage = "Limits:WritesPerMinute must be from 1 to 10,000.")]
    public int WritesPerMinute { get; set; } = 60;

    /// <summary>How many other requests, and ends of subscriptions by their link, a client may make in a minute, in each process. Default 600.</summary>
    [Range(1, 100_000, ErrorMessage = "Limits:ReadsPerMinute must be from 1 to 100,000.")]
    public int ReadsPerMinute { get; set; } = 600;

    /// <summary>
    /// How many proxies of ours stand before this process, each of which appends to <c>X-Forwarded-For</c> who asked it. Default 0, and 1 on
    /// Azure, whose front end is one; 0 to 5.
    /// </summary>
    [Range(0, 5, ErrorMessage = "Limits:Proxies must be from 0 to 5.")]
    public int Proxies { get; set; }

    /// <summary>How many subscriptions may be asked for in the name of one address on one day, UTC. Default 100.</summary>
    [Range(1, 1_000, ErrorMessage = "Limits:RequestsPerAddress must be from 1 to 1,000.")]
    public int RequestsPerAddress { get; set; } = 100;

    /// <summary>
    /// How many addresses of one mailbox that differ behind a plus (<c>ada+1@…</c>, <c>ada+2@…</c>), or at Gmail in their dots, are asked to confirm
    /// on one day, UTC. Default 5.
    /// </summary>
    [Range(1, 100, ErrorMessage = "Limits:ConfirmationsPerMailbox must be from 1 to 100.")]
    public int ConfirmationsPerMailbox { get; set; } = 5;

    /// <summary>
    /// About how many addresses of one domain are asked to confirm on one day, UTC: its owner may get the mail of all of them. None of the well-known
    /// providers of mailboxes counts. Default 500; more are asked on the next two days.
    /// </summary>
    [Range(10, 1_000_000, ErrorMessage = "Limits:ConfirmationsPerDomain must be from 10 to 1,000,000.")]
    public int ConfirmationsPerDomain { get; set; } = 500;

    /// <summary>How many subscriptions of one address may wait to be confirmed. Default 200.</summary>
    [Range(100, 500, ErrorMessage = "Limits:PendingPerAddress must be from 100 to 500.")]
    public int PendingPerAddress { get; set; } = 200;

    /// <summary>
    /// Who asks for a subscription is answered a whole multiple of this time after asking, so that the time does not tell whether the address is
    /// known. Default 0.25 s, which the work takes but seldom; up to 5 s, and zero answers at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05", ErrorMessage = "Limits:AnswerEvery must be from zero to 5 seconds.")]
    public TimeSpan AnswerEvery { get; set; } = TimeSpan.FromMilliseconds(250);
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
