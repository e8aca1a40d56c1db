using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Truths;

/// <summary>What really happened, seen below every port, against which the promises are held.</summary>
internal sealed class Truth(SimulatedWorld world)
{
    private readonly Dictionary<(string Process, CourtId Court), CourtAnswer> _answers = [];
    private readonly Dictionary<(string Process, CourtId Court), DateTimeOffset> _askedForFollowers = [];
    private readonly LateChecks _late = new(world);
    private readonly HeldAttempts _held = new(world);
    private readonly Dictionary<CourtId, (DateTimeOffset BuiltAt, IReadOnlyList<EntryIdentity> Shown)> _builds = [];

    /// <summary>What no loop expects.</summary>
    public List<string> Bugs { get; } = [];

    /// <summary>Entries that were in a body which a recorded check was made of, and when it was recorded.</summary>
    public Dictionary<EntryIdentity, DateTimeOffset> Shown { get; } = [];

    /// <summary>How each entry came into the store.</summary>
    public Dictionary<EntryIdentity, StoredEntryTruth> Stored { get; } = [];

    /// <summary>Every state that a subscription was in, by the true moment of the write.</summary>
    public Dictionary<SubscriptionId, List<(DateTimeOffset At, Subscription Row)>> Subscriptions { get; } = [];

    /// <summary>When a subscription was last looked at before sending, each time.</summary>
    public Dictionary<SubscriptionId, List<DateTimeOffset>> Looks { get; } = [];

    /// <summary>Every request to a court, in order.</summary>
    public List<CourtRequest> Requests { get; } = [];

    /// <summary>Messages that were tried in place of being held.</summary>
    public IReadOnlyList<string> BurntAttempts => _held.Found;

    /// <summary>Checks that began long after they were due.</summary>
    public IReadOnlyList<string> LateChecks => _late.Found;

    /// <summary>Every recorded check, in order.</summary>
    public List<RecordedCheck> Checks { get; } = [];

    public void Bug(string what)
    {
        world.Trace.Add($"BUG {what}");
        Bugs.Add(what);
    }

    public void Watched(ServiceProcess process, CourtId court) => _late.Watch(process, court);

    public void Begun(ServiceProcess process, CourtId court) => _late.Begin(process, court);

    public void Asked(ServiceProcess process, CourtId court, FaultKind fault)
    {
        _answers.Remove((process.Name, court));
        _late.Look(process, court);
        Requests.Add(new CourtRequest(court, process.Name, world.Now, fault));
    }

    /// <summary>A court's answer has been read.</summary>
    /// <param name="process">Who asked.</param>
    /// <param name="court">The court.</param>
    /// <param name="fetch">What the service made of it.</param>
    /// <param name="fault">What was wrong with it.</param>
    /// <param name="at">When the court made it.</param>
    public void Answered(ServiceProcess process, CourtId court, FeedFetch fetch, FaultKind fault, DateTimeOffset at)
    {
        var isRight = fault is FaultKind.None or FaultKind.CourtLate;
        _answers[(process.Name, court)] = new CourtAnswer(
            isRight && fetch is not FeedFetch.Unavailable,
            fetch is not FeedFetch.Fetched fetched ? [] : isRight ? ShownAt(court, at) : Readable(fetched, court),
            fetch is FeedFetch.Unavailable ? null : world.Courthouse.LastRebuild(court, at));
    }

    public void AskedForFollowers(ServiceProcess process, CourtId court) => _askedForFollowers[(process.Name, court)] = world.Now;

    public void Recorded(ServiceProcess process, CourtState? before, CourtStep step)
    {
        var court = step.State.Court;
        if (court == CanaryCourt.Id)
        {
            // Its truth is the time itself: see CanaryKept.
            return;
        }

        if (step.NewEntries.Count == 0 && (step.State.CheckedAt is null || step.State.CheckedAt == before?.CheckedAt))
        {
            // No check's step: documents were passed on.
            return;
        }

        var answer = _answers.GetValueOrDefault((process.Name, court)) ?? new CourtAnswer(IsRight: false, [], BuiltAt: null);
        _answers.Remove((process.Name, court));
        Checks.Add(new RecordedCheck(court, process.Name, world.Now, answer.IsRight, answer.BuiltAt, step.State));
        foreach (var identity in answer.Shown)
        {
            Shown.TryAdd(identity, world.Now);
        }

        foreach (var entry in step.NewEntries)
        {
            var followersAt = _askedForFollowers.GetValueOrDefault((process.Name, court), world.Now);
            Stored.TryAdd(entry.Identity, new StoredEntryTruth(world.Now, followersAt, before?.GoodAt));
        }
    }

    public void Written(IReadOnlyList<Subscription> rows)
    {
        foreach (var row in rows)
        {
            if (!Subscriptions.TryGetValue(row.Id, out var history))
            {
                Subscriptions[row.Id] = history = [];
            }

            history.Add((world.Now, row));
        }
    }

    public void Looked(IReadOnlyCollection<SubscriptionId> ids)
    {
        foreach (var id in ids)
        {
            if (!Looks.TryGetValue(id, out var looks))
            {
                Looks[id] = looks = [];
            }

            looks.Add(world.Now);
        }
    }

    public void Recorded(IReadOnlyCollection<DeliveryRecord> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            _held.Look(delivery);
            if (delivery.Delivery is Delivery.Delivered)
            {
                world.Mailboxes.Recorded(delivery.Key.Value);
            }
        }
    }

    private IReadOnlyList<EntryIdentity> ShownAt(CourtId court, DateTimeOffset at)
    {
        var builtAt = world.Courthouse.LastRebuild(court, at);
        if (!_builds.TryGetValue(court, out var build) || build.BuiltAt != builtAt)
        {
            _builds[court] = build = (builtAt, [.. world.Courthouse.ShownIn(court, builtAt).Select(entry => entry.Identity)]);
        }

        return build.Shown;
    }

    // Of a spoilt feed counts what our own reader makes of it, which has tests of its own.
    private static List<EntryIdentity> Readable(FeedFetch.Fetched fetched, CourtId court) =>
        [.. FeedReader.Read(fetched.Body, court).Entries.Select(entry => entry.Identity)];

    private sealed record CourtAnswer(bool IsRight, IReadOnlyList<EntryIdentity> Shown, DateTimeOffset? BuiltAt);
}

/// <summary>How an entry came into the store.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="FollowersAt">When it was asked who follows.</param>
/// <param name="GoodAtBefore">The court's last good check before, as stored.</param>
internal sealed record StoredEntryTruth(DateTimeOffset At, DateTimeOffset FollowersAt, DateTimeOffset? GoodAtBefore);

/// <summary>One request to a court.</summary>
internal sealed record CourtRequest(CourtId Court, string Process, DateTimeOffset At, FaultKind Fault);

/// <summary>One check as it was recorded.</summary>
/// <param name="Court">The court.</param>
/// <param name="Process">Who checked.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="IsRight">Whether the court's last answer was right.</param>
/// <param name="BuiltAt">Which build it told of; null where it told nothing.</param>
/// <param name="State">The state that was written.</param>
internal sealed record RecordedCheck(CourtId Court, string Process, DateTimeOffset At, bool IsRight, DateTimeOffset? BuiltAt, CourtState State);
