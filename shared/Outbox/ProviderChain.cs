using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Measures;

namespace Tipstaff.Outbox;

/// <summary>
/// The providers in their order, each behind its circuit breaker: the next one is asked at once when one takes nothing, unless
/// that one may have the mail already.
/// </summary>
/// <exception cref="OptionsValidationException">On construction: a provider may hand over for longer than the margin of the lease.</exception>
public sealed class ProviderChain(
    IEnumerable<IMailProvider> providers,
    IProviderBreakers breakers,
    IOutbox outbox,
    IOptions<OutboxOptions> options,
    IOptions<BreakerOptions> breakerOptions,
    TipstaffMeter meter,
    TimeProvider time,
    ILogger<ProviderChain> logger)
{
    // What recording may take once a provider has answered: as long as the recorder asks a store that fails again, and a little.
    private static readonly TimeSpan RecordingTime = DeliveryRecorder.LongestWait + TimeSpan.FromSeconds(15);

    private readonly IReadOnlyList<ProviderGate> _gates =
        [.. Checked(providers, options.Value.LeaseMargin).Select(provider => new ProviderGate(provider, breakers, breakerOptions.Value, options.Value.BreakerLook, time))];

    /// <summary>How many mails are of use at once.</summary>
    internal int MostAtOnce => _gates.Max(gate => gate.Provider.MostAtOnce);

    /// <summary>How many mails may be tried now: none while all providers are held, one while none takes mail freely, as all but the trial would come back.</summary>
    internal int MostOfUse(int max) => HeldUntil is not null ? 0 : _gates.Any(gate => gate.IsClosed) ? max : Math.Min(max, 1);

    /// <summary>Until when no provider can be asked, UTC; null when one can.</summary>
    internal DateTimeOffset? HeldUntil => _gates.Min(gate => gate.HeldUntil ?? DateTimeOffset.MinValue) is var until && until > DateTimeOffset.MinValue ? until : null;

    /// <summary>The provider that a message without a pin is handed to first, as things are.</summary>
    internal string First => (_gates.FirstOrDefault(gate => gate.IsClosed) ?? _gates[0]).Provider.Name;

    /// <summary>Reads the breakers as an earlier run left them, unless that was done.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in _gates)
        {
            await gate.LoadAsync(cancellationToken);
        }
    }

    /// <summary>Reads the breakers as other processes have them by now, where the last look at one is older than the options allow.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in _gates)
        {
            await gate.LookAsync(cancellationToken);
        }
    }

    /// <summary>Hands over a mail and says what became of it.</summary>
    /// <exception cref="OperationCanceledException">It was withdrawn, and no provider has it from this attempt.</exception>
    internal async Task<SendResult> SendAsync(OutgoingMail mail, ClaimedMessage claim, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var pinned = Pinned(claim);
        var attempt = new SendAttempt(claim, pinned is null ? null : claim.Pin, options.Value.SameProviderFor, time);
        foreach (var gate in pinned is null ? _gates : [pinned])
        {
            if (!await attempt.IsToGoOnAsync(gate, mail, outbox, cancellationToken))
            {
                break;
            }
        }

        // The provider that may have had it says no to it: then the others are free.
        return pinned is not null && attempt.MayAskOthers ? await AskOthersAsync(attempt, pinned, mail, cancellationToken) : attempt.Result;
    }

    /// <summary>Writes down which breakers opened or closed, and tells of it.</summary>
    internal async Task SaveAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in _gates)
        {
            if (await gate.SaveAsync(cancellationToken) is var (before, after))
            {
                logger.Report(gate.Provider.Name, before, after);
                if (breakers.IsDecidedHere)
                {
                    meter.BreakerTurned(BreakerKind.Provider, before, after, time.GetUtcNow());
                }
            }
        }
    }

    private async Task<SendResult> AskOthersAsync(SendAttempt attempt, ProviderGate pinned, OutgoingMail mail, CancellationToken cancellationToken)
    {
        foreach (var gate in _gates.Where(gate => gate != pinned))
        {
            if (!await attempt.IsToGoOnAsync(gate, mail, outbox, cancellationToken))
            {
                break;
            }
        }

        return attempt.Result;
    }

    // One that is no longer among the providers cannot be asked, and one that stays away for too long must not hold the mail for ever.
    private ProviderGate? Pinned(ClaimedMessage claim) =>
        claim.Pin is { } pin && time.GetUtcNow() < pin.Since + options.Value.SameProviderFor
            ? _gates.FirstOrDefault(gate => gate.Provider.Name == pin.Provider)
            : null;

    private static IReadOnlyList<IMailProvider> Checked(IEnumerable<IMailProvider> providers, TimeSpan margin)
    {
        List<string> failures =
        [
            .. providers.Where(provider => provider.LongestHandOver > TimeSpan.Zero && provider.LongestHandOver + RecordingTime > margin)
                .Select(provider => $"Outbox:LeaseMargin ({margin}) must be at least {provider.LongestHandOver + RecordingTime}, "
                    + $"as {provider.Name} may take {provider.LongestHandOver} to hand over a mail; raise it and Outbox:Lease, or shorten that time."),
        ];
        return failures is [] ? [.. providers] : throw new OptionsValidationException(OutboxOptions.Section, typeof(OutboxOptions), failures);
    }
}

/// <summary>What an attempt came to.</summary>
/// <param name="Delivery">What is written down.</param>
/// <param name="Bounce">Whether that says something of the address: it is dead, or its mailbox was full to the end. Null where it does not.</param>
internal sealed record SendResult(Delivery Delivery, RefusalKind? Bounce = null);
