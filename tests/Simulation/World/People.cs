using Tipstaff.Courthouse;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Simulation.Truths;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>
/// People who follow the busiest dockets, and some of them parties, or certain events only: some were imported, others ask, confirm
/// by the link in the mail, leave and come again. A newsroom follows some by a webhook, and has it challenged once it has confirmed.
/// </summary>
internal sealed class People
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SimulatedWorld _world;
    private readonly VirtualContext _context;
    private readonly MachineClock _clock;
    private readonly List<Wish> _wishes = [];

    public People(SimulatedWorld world, VirtualContext context)
    {
        (_world, _context) = (world, context);
        _clock = new MachineClock(world.Time, context, () => TimeSpan.Zero);
        var dockets = world.Courthouse.Courts.SelectMany(court => world.Courthouse.BusiestDockets(court.Id, 8)).ToList();
        for (var n = 0; n < world.Scenario.People; n++)
        {
            var random = new SeededRandom(world.Seed, "person", n.ToString());
            var address = AddressOf(n);
            var followed = Enumerable.Range(0, random.Between(2, 6)).Select(_ => random.Pick(dockets)).Distinct();
            _wishes.AddRange(followed.Select(docket => Wish.Of(address, docket, random)).DistinctBy(wish => (wish.Request.Court, wish.Request.Docket, wish.Request.Query)));
        }

        var newsroom = new SeededRandom(world.Seed, "newsroom");
        _wishes.AddRange(Enumerable.Range(0, 4).Select(_ => newsroom.Pick(dockets)).Distinct().Select(docket => Wish.ToWebhook(docket, newsroom)));
    }

    /// <summary>The newsroom's.</summary>
    public static string HookedAddress => "newsroom@example.com";

    public static string AddressOf(int person) => $"person{person}@example.com";

    public void Begin()
    {
        _context.Start(LookAfterDeadLettersAsync);
        _context.Start(() => AskAsync("import", process => process.Import.RunAsync(
            [.. _wishes.Where(wish => wish.AsksAfter is null).Select(wish => new ImportLine(wish.Request, ConfirmedAt: null))], default)));
        foreach (var wish in _wishes)
        {
            _context.Start(() => LiveAsync(wish));
        }
    }

    /// <summary>Somebody gets a mail: who is asked to confirm does so by and by.</summary>
    public void Receive(Arrival received)
    {
        var at = received.Mail.Text.IndexOf("/confirm?token=", StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        var token = received.Mail.Text[(at + "/confirm?token=".Length)..].Split(['\n', ' '], 2)[0].Trim();
        _context.Start(async () =>
        {
            var later = _world.Plan.Chance("confirming", received.Mail.To.Value);
            await Task.Delay(TimeSpan.FromSeconds(20 + (7200 * later * later)), _clock);
            if (_world.Links.Read(token, LinkPurpose.Confirm, _world.Now) is LinkReading.Valid valid)
            {
                var subscriber = SubscriberId.Parse(valid.Subject);
                await AskAsync("confirm", async process => await process.Open.RunAsync(subscriber, await process.Confirm.RunAsync(subscriber, default), default));
                if (received.Mail.To.Value == HookedAddress)
                {
                    await VerifyAsync(subscriber);
                }
            }
            else
            {
                _world.Truth.Bug($"The link to confirm in {received.Mail.MessageId} is not good");
            }
        });
    }

    // Until the receiver has said that it wants them; whoever has no secret, as a process died before it was made, makes one.
    private async Task VerifyAsync(SubscriberId subscriber)
    {
        foreach (var id in _wishes.Where(wish => wish.Request.Webhook is not null).Select(wish => wish.Request.ToSubscription(subscriber, _world.Now).Id))
        {
            for (VerifyOutcome? outcome = null; outcome is null or VerifyOutcome.Failed or VerifyOutcome.TooSoon or VerifyOutcome.NoSecret;)
            {
                await AskAsync("verify", async process => outcome = await process.Verify.RunAsync(subscriber, id, default));
                if (outcome is VerifyOutcome.NoSecret)
                {
                    await AskAsync("secret", process => process.ChangeSecret.RunAsync(subscriber, id, default));
                }

                _world.Count($"challenges asked for: {outcome?.GetType().Name}");
                await Task.Delay(outcome is VerifyOutcome.TooSoon(var wait) ? wait : TimeSpan.FromSeconds(5), _clock);
            }
        }
    }

    private async Task LiveAsync(Wish wish)
    {
        if (wish.AsksAfter is { } wait)
        {
            await Task.Delay(wait, _clock);
            await AskAsync("subscribe", process => process.Subscribe.RunAsync(wish.Request, default));
        }

        var subscriber = new SubscriberIds(new InstallationSecret(Some.Key)).Of(wish.Request.Address);
        var id = wish.Request.ToSubscription(subscriber, _world.Now).Id;
        for (var stay = wish.LeavesAfter; stay is not null; stay = stay / 2)
        {
            await Task.Delay(stay.Value, _clock);
            await AskAsync("unsubscribe", process => process.Unsubscribe.RunAsync(id, default));
            if (wish.ComesAgainAfter is not { } pause || stay < TimeSpan.FromMinutes(30))
            {
                return;
            }

            await Task.Delay(pause, _clock);
            await AskAsync("subscribe again", process => process.Subscribe.RunAsync(wish.Request, default));
        }
    }

    // Operators come by some times a day, the last time well before the end.
    private async Task LookAfterDeadLettersAsync()
    {
        while (_world.Now < _world.Scenario.End - TimeSpan.FromHours(7))
        {
            await Task.Delay(TimeSpan.FromHours(4.5), _clock);
            await AskAsync("replay", process => process.Replay.RunAsync([], default));
        }
    }

    // As people do: who gets no answer, or an error, tries again.
    private async Task AskAsync<T>(string what, Func<ServiceProcess, Task<T>> ask)
    {
        for (var tries = 1; ; tries++)
        {
            if (_world.Serving(what) is { } process)
            {
                var answered = new TaskCompletionSource<bool>();
                process.Context.Start(async () => answered.TrySetResult(await TryAsync(what, process, ask)));
                await Task.WhenAny(answered.Task, Task.Delay(Patience, _clock));
                if (answered.Task.IsCompletedSuccessfully && await answered.Task)
                {
                    _world.Trace.Add($"people: {what} done at try {tries}");
                    return;
                }
            }

            await Task.Delay(Patience, _clock);
        }
    }

    private async Task<bool> TryAsync<T>(string what, ServiceProcess process, Func<ServiceProcess, Task<T>> ask)
    {
        try
        {
            await ask(process);
            return true;
        }
        catch (Exception error)
        {
            if (!process.IsTrouble(error))
            {
                _world.Truth.Bug($"{process.Name} {what} threw {error}");
            }

            return false;
        }
    }

    private sealed record Wish(FollowRequest Request, TimeSpan? AsksAfter, TimeSpan? LeavesAfter, TimeSpan? ComesAgainAfter)
    {
        public static Wish Of(string address, MadeUpDocket docket, SeededRandom random)
        {
            var request = FollowRequest.Read(FieldsOf(address, docket, random), out var errors) ?? throw new InvalidOperationException(string.Join(' ', errors.Values));
            return new Wish(
                request,
                random.Chance(0.6) ? null : TimeSpan.FromHours(14 * random.Fraction()),
                random.Chance(0.4) ? null : TimeSpan.FromHours(4 + (14 * random.Fraction())),
                random.Chance(0.4) ? null : TimeSpan.FromMinutes(240 * random.Fraction()));
        }

        public static Wish ToWebhook(MadeUpDocket docket, SeededRandom random)
        {
            var fields = new FollowFields { Email = HookedAddress, Court = docket.Court.Value, DocketNumber = docket.Number.Value, Channel = "https://hooks.newsroom.example.com/tipstaff" };
            var request = FollowRequest.Read(fields, out var errors) ?? throw new InvalidOperationException(string.Join(' ', errors.Values));
            return new Wish(
                request,
                TimeSpan.FromHours(10 * random.Fraction()),
                random.Chance(0.5) ? null : TimeSpan.FromHours(3 + (14 * random.Fraction())),
                random.Chance(0.5) ? null : TimeSpan.FromMinutes(240 * random.Fraction()));
        }

        private static FollowFields FieldsOf(string address, MadeUpDocket docket, SeededRandom random)
        {
            var party = docket.Caption.Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.Length > 4 && word.All(char.IsAsciiLetter));
            if (party is not null && random.Chance(0.15))
            {
                return new FollowFields { Email = address, Court = docket.Court.Value, Query = party };
            }

            return new FollowFields
            {
                Email = address,
                Court = docket.Court.Value,
                DocketNumber = docket.Number.Value,
                Include = random.Chance(0.1) ? ["motion", "order"] : null,
                Exclude = random.Chance(0.1) ? ["notice"] : null,
                Cadence = random.Chance(0.15) ? "hourly" : random.Chance(0.08) ? "daily" : null,
            };
        }
    }
}
