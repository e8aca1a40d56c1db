using System.Diagnostics;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;

namespace Tipstaff.Outbox;

/// <summary>
/// The providers in their order: the next one is asked at once when one takes nothing; a refusal of the mail itself is final or
/// waits.
/// </summary>
/// <exception cref="OptionsValidationException">On construction: a provider may hand over for longer than the margin of the lease.</exception>
internal sealed class ProviderChain(IEnumerable<IMailProvider> providers, TimeSpan leaseMargin, TimeProvider time)
{
    // What recording may take once a provider has answered.
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IMailProvider> _providers = Checked(providers, leaseMargin);

    /// <summary>Hands over a mail and says what became of it.</summary>
    /// <exception cref="OperationCanceledException">It was withdrawn, and no provider has it.</exception>
    public async Task<Delivery> SendAsync(OutgoingMail mail, int attempt, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        TimeSpan? retryAfter = null;
        foreach (var provider in _providers)
        {
            var outcome = await provider.SendAsync(mail, cancellationToken);
            switch (outcome)
            {
                case SendOutcome.Accepted:
                    return new Delivery.Delivered(provider.Name, time.GetUtcNow());
                case SendOutcome.Refused { IsFinal: true } refused:
                    return new Delivery.DeadLettered($"{provider.Name}: {refused.Reason}", time.GetUtcNow());
                case SendOutcome.Refused refused:
                    reasons.Add($"{provider.Name}: {refused.Reason}");
                    break;
                case SendOutcome.Unavailable unavailable:
                    reasons.Add($"{provider.Name}: {unavailable.Reason}");
                    retryAfter = unavailable.RetryAfter > retryAfter ? unavailable.RetryAfter : retryAfter ?? unavailable.RetryAfter;
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        var now = time.GetUtcNow();
        var reason = string.Join("; ", reasons);
        return RetryPlan.After(attempt, retryAfter) is { } wait
            ? new Delivery.Postponed(now + wait, reason)
            : new Delivery.DeadLettered(reason, now);
    }

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
