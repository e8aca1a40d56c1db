using System.Diagnostics;
using System.Text.Json;
using Tipstaff.Mail;
using Tipstaff.Tracing;

namespace Tipstaff.Outbox;

/// <summary>One attempt to hand over one mail, provider by provider, and what it comes to.</summary>
/// <param name="claim">The claim that it goes by.</param>
/// <param name="pin">The pin, if it still binds: then only that provider is asked.</param>
/// <param name="sameProviderFor">For how long a pin binds.</param>
/// <param name="time">Tells the time.</param>
internal sealed class SendAttempt(ClaimedMessage claim, ProviderPin? pin, TimeSpan sameProviderFor, TimeProvider time)
{
    private readonly List<string> _reasons = [];
    private string _asked = claim.Asked;
    private readonly bool _wasPinned = pin is not null;
    private ProviderPin? _pin = pin;
    private bool _isBurnt;
    private bool _isDoubtful;
    private bool _isFullMailbox;
    private bool _isHeld;
    private bool _isRefusedByAll = true;
    private TimeSpan? _retryAfter;
    private DateTimeOffset? _heldUntil;
    private DateTimeOffset _notBefore;
    private SendResult? _end;

    /// <summary>Whether it was pinned, and its provider refused the mail for reasons of its own.</summary>
    public bool MayAskOthers => _end is null && _wasPinned && _pin is null;

    /// <summary>What it came to, once all were asked or the end was reached.</summary>
    public SendResult Result => _end ?? Conclude(time.GetUtcNow());

    /// <summary>Asks a provider, unless its breaker is open.</summary>
    /// <returns>Whether the next one is to be asked.</returns>
    public async Task<bool> IsToGoOnAsync(ProviderGate gate, OutgoingMail mail, IOutbox outbox, CancellationToken cancellationToken)
    {
        if (await gate.EnterAsync(cancellationToken) is not { } pass)
        {
            _isHeld = true;
            _isRefusedByAll = false;
            _heldUntil = Earlier(_heldUntil, gate.HeldUntil ?? time.GetUtcNow());
            return true;
        }

        SendOutcome outcome;
        try
        {
            if (!await IsWrittenDownAsync(gate.Provider.Name, outbox, cancellationToken))
            {
                gate.Abandon(pass);
                _end = new SendResult(new Delivery.Returned());
                return false;
            }

            using var span = Spans.Within("send", ActivityKind.Client)?.SetTag("provider", gate.Provider.Name);
            outcome = await gate.Provider.SendAsync(mail, cancellationToken);
            span?.SetTag("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.GetType().Name));
        }
        catch
        {
            gate.Abandon(pass);
            throw;
        }

        gate.Leave(pass, outcome);
        _heldUntil = pass.IsTrial && gate.HeldUntil is { } until ? Earlier(_heldUntil, until) : _heldUntil;
        _end = Weigh(gate.Provider.Name, outcome, pass.IsTrial, time.GetUtcNow());
        return _end is null;
    }

    private async Task<bool> IsWrittenDownAsync(string provider, IOutbox outbox, CancellationToken cancellationToken)
    {
        if (_asked != provider && !await outbox.TryAskAsync(claim.Message.Key, claim.ClaimToken, new ProviderPin(provider, time.GetUtcNow()), cancellationToken))
        {
            return false;
        }

        _asked = provider;
        return true;
    }

    /// <summary>Takes an answer into account.</summary>
    /// <returns>What the attempt ends with; null when the next provider may be asked.</returns>
    private SendResult? Weigh(string provider, SendOutcome outcome, bool isTrial, DateTimeOffset now)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted:
                return new SendResult(new Delivery.Delivered(provider, now));
            case SendOutcome.Refused { Kind: RefusalKind.DeadAddress or RefusalKind.ThisMail } refused:
                return new SendResult(
                    new Delivery.DeadLettered(Reasons($"{provider}: {refused.Reason}"), now),
                    refused.Kind is RefusalKind.DeadAddress ? RefusalKind.DeadAddress : null);
            case SendOutcome.Refused refused:
                _reasons.Add($"{provider}: {refused.Reason}");
                _isBurnt = true;
                var isForAnother = refused.Kind is RefusalKind.ThisProvider or RefusalKind.DoubtfulAddress;
                _isRefusedByAll &= isForAnother;
                _isDoubtful |= refused.Kind is RefusalKind.DoubtfulAddress;
                _isFullMailbox = refused.Kind is RefusalKind.FullMailbox;
                _pin = isForAnother ? null : _pin;
                // Another provider's way ends at the same full mailbox.
                return _isFullMailbox ? Conclude(now) : null;
            case SendOutcome.Held held:
                _reasons.Add($"{provider}: {held.Reason}");
                _isHeld = true;
                _isRefusedByAll = false;
                _heldUntil = Earlier(_heldUntil, held.Until);
                return null;
            case SendOutcome.Unavailable unavailable:
                _reasons.Add($"{provider}: {unavailable.Reason}");
                _isBurnt |= !isTrial;
                _isHeld |= isTrial;
                _isRefusedByAll = false;
                _retryAfter = unavailable.RetryAfter > _retryAfter ? unavailable.RetryAfter : _retryAfter ?? unavailable.RetryAfter;
                return null;
            case SendOutcome.Unknown unknown:
                _reasons.Add($"{provider}: {unknown.Reason}");
                // In a trial too: each may have been a copy, of which there must be an end. The next trial is another mail's.
                _isBurnt = true;
                _isRefusedByAll = false;
                _pin = _pin?.Provider == provider ? _pin : new ProviderPin(provider, now);
                _notBefore = isTrial ? Held(now) : now;
                return Conclude(now);
            default:
                throw new UnreachableException();
        }
    }

    private SendResult Conclude(DateTimeOffset now)
    {
        var reason = Reasons();
        if (!_isBurnt)
        {
            return new SendResult(new Delivery.Returned(Held(now), _pin));
        }

        if (_isRefusedByAll && !_isHeld)
        {
            return new SendResult(new Delivery.DeadLettered(reason, now), _isDoubtful ? RefusalKind.DoubtfulAddress : null);
        }

        return RetryPlan.After(claim.Attempt, _retryAfter, claim.Message.Key) is { } wait
            ? new SendResult(new Delivery.Postponed(Later(now + wait, _notBefore), reason, _pin))
            : new SendResult(new Delivery.DeadLettered(reason, now), _isFullMailbox ? RefusalKind.FullMailbox : null);
    }

    // A pinned message is free again before its provider is, if that stays away for longer.
    private DateTimeOffset Held(DateTimeOffset now)
    {
        var until = _heldUntil ?? now;
        return _pin is { } still && still.Since + sameProviderFor > now ? Earlier(until, still.Since + sameProviderFor) : until;
    }

    private string Reasons(string? last = null) => string.Join("; ", last is null ? _reasons : [.. _reasons, last]);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;
}
