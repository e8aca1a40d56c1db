using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tipstaff.Functions.Mail;

/// <summary>Keeps all instances together within the account's quota of mails.</summary>
/// <remarks>
/// An instance takes a handful of tokens with one conditional write and uses them for up to a minute, so that a mail costs no table
/// operation of its own; its next write gives back what was left. An instance that dies takes its handful along.
/// </remarks>
public sealed class MailQuota(TableClient operators, IOptions<AcsOptions> options, TimeProvider time, ILogger<MailQuota> logger)
{
    private const int MostRaces = 5;

    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FurthestTurn = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly QuotaRow _row = new(operators);
    private readonly AcsOptions _limits = options.Value;
    private StoredLedger? _stored;
    private TakenTokens? _handful;
    private int _used;
    private DateTimeOffset _lastUse;
    private int _wanted = Smallest(options.Value);
    private Task? _refilling;
    private DateTimeOffset _closedUntil;
    private DateTimeOffset _nextTurn;
    private TimeSpan _spacing;

    /// <summary>Takes a token for one mail.</summary>
    /// <returns>Null when there was one; else when it is this mail's turn, UTC.</returns>
    /// <exception cref="OperationCanceledException">None was taken.</exception>
    public async Task<DateTimeOffset?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task refilling;
            lock (_lock)
            {
                var now = time.GetUtcNow();
                if (now < _closedUntil)
                {
                    return Turn(now);
                }

                if (_handful is { } handful && now < handful.Until && _used < handful.Count)
                {
                    (_used, _lastUse) = (_used + 1, now);
                    return null;
                }

                refilling = _refilling is { IsCompleted: false } underWay ? underWay : _refilling = RefillAsync();
            }

            await refilling.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The service says that it takes nothing until then, whatever our count is.</summary>
    /// <returns>When it is the turn of the mail that was told so, UTC.</returns>
    public DateTimeOffset CloseUntil(DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (until > _closedUntil)
            {
                Close(until, TimeSpan.FromMinutes(1) / _limits.PerMinute);
            }

            return Turn(now);
        }
    }

    // Each mail's a little later than the one before: of mails that came back together all but one would be turned away again.
    private DateTimeOffset Turn(DateTimeOffset now)
    {
        var turn = _nextTurn;
        _nextTurn = turn + _spacing < now + FurthestTurn ? turn + _spacing : _closedUntil;
        return turn;
    }

    private void Close(DateTimeOffset until, TimeSpan spacing)
    {
        lock (_lock)
        {
            (_closedUntil, _nextTurn, _spacing) = (until, until, spacing);
        }
    }

    private async Task RefillAsync()
    {
        try
        {
            _wanted = NextWanted(time.GetUtcNow());
            for (var race = 0; race < MostRaces; race++)
            {
                if (await TryRefillAsync(_stored ?? await _row.ReadAsync()))
                {
                    return;
                }

                _stored = null;
            }

            CloseAfterTrouble($"{MostRaces} lost races");
        }
        catch (OperationCanceledException)
        {
            CloseAfterTrouble("no answer in time");
        }
        catch (Exception fault) when (CloudFailure.Of(fault, CancellationToken.None) is { } failure)
        {
            CloseAfterTrouble($"{failure.Status} {failure.ErrorCode}");
        }
        catch (Exception damaged) when (damaged is InvalidOperationException or System.Text.Json.JsonException)
        {
            CloseAfterTrouble(damaged.GetType().Name);
        }
    }

    /// <summary>Takes a handful of tokens, or learns when there will be one.</summary>
    /// <returns>False when another instance was faster.</returns>
    private async Task<bool> TryRefillAsync(StoredLedger stored)
    {
        var now = time.GetUtcNow();
        var ledger = _handful is { } old ? stored.Ledger.Settle(old, _used, _lastUse) : stored.Ledger;
        switch (ledger.Take(now, _wanted, UsableFor, _limits))
        {
            case QuotaTake.Granted granted:
                if (await _row.TryWriteAsync(stored, granted.Ledger) is not { } written)
                {
                    return false;
                }

                lock (_lock)
                {
                    (_stored, _handful, _used) = (written, granted.Tokens, 0);
                }

                return true;
            case QuotaTake.UsedUp usedUp:
                _stored = stored;
                Close(usedUp.Until, usedUp.Spacing);
                return true;
            default:
                throw new UnreachableException();
        }
    }

    // More where the last handful was gone before its time, fewer where some of it was left.
    private int NextWanted(DateTimeOffset now) =>
        _handful is null ? _wanted : Math.Clamp(now < _handful.Until ? 2 * _wanted : Math.Max(_used, 1), Smallest(_limits), Largest(_limits));

    private static int Smallest(AcsOptions limits) => Math.Max(1, limits.PerMinute / 10);

    // No instance shall take away what the others need.
    private static int Largest(AcsOptions limits) => Math.Max(1, limits.PerMinute / 4);

    private void CloseAfterTrouble(string failure)
    {
        logger.QuotaUnknown(failure, AfterTrouble);
        // Whether the last write went through is not known: what it took counts as used, and is not given back twice.
        (_stored, _handful) = (null, null);
        Close(time.GetUtcNow() + AfterTrouble, TimeSpan.Zero);
    }
}
