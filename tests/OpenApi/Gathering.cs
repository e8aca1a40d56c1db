using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Checks;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Health;
using Tipstaff.Idempotency;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Hostile;
using Tipstaff.Tests.OpenApi.Exercises;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.OpenApi;

/// <summary>Has a head give each of its answers, once in a run of the tests.</summary>
internal sealed class Gathering
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Gathering>>> Gathered = new(StringComparer.Ordinal);

    private readonly List<GivenAnswer> _answers = [];
    private readonly List<string> _unexpected = [];
    private readonly string _head;

    private Gathering(string head) => _head = head;

    public IReadOnlyList<GivenAnswer> Answers => _answers;

    /// <summary>Exercises that got another status than they say.</summary>
    public IReadOnlyList<string> Unexpected => _unexpected;

    /// <param name="head">A name of <see cref="HeadUnderTest"/>.</param>
    /// <param name="name">The head's name in the document.</param>
    public static Task<Gathering> OfAsync(string head, string name) =>
        Gathered.GetOrAdd(head, _ => new Lazy<Task<Gathering>>(async () =>
        {
            var gathering = new Gathering(head);
            var exercises = Exercise.All.Where(exercise => exercise.IsFor(name)).ToList();
            var usual = exercises.Where(exercise => exercise.Status < 300).DistinctBy(exercise => (exercise.Method, exercise.Path)).ToList();
            await gathering.OrdinaryAsync(exercises);
            await gathering.TooOftenAsync(usual);
            await gathering.UnderWayAsync();
            await gathering.BrokenAsync(usual);
            await gathering.DownAsync();
            return gathering;
        })).Value;

    private static void Unlimited(Tipstaff.Limits.LimitOptions limits) =>
        (limits.WritesPerMinute, limits.ReadsPerMinute, limits.RequestsPerAddress) = (10_000, 100_000, 1_000);

    private async Task OrdinaryAsync(IReadOnlyList<Exercise> exercises)
    {
        var receivers = new ScriptedReceivers
        {
            OnChallenge = url => Task.FromResult<ChallengeOutcome>(url.Host == WebhookExercises.Failing ? new ChallengeOutcome.Failed("The URL answered 500.") : new ChallengeOutcome.Passed()),
        };
        await using var head = await HeadUnderTest.StartAsync(_head, Unlimited, services => services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(receivers)));
        var world = new World(head);
        foreach (var exercise in exercises)
        {
            await TryAsync(world, exercise, exercise.Status);
        }
    }

    private async Task TooOftenAsync(IReadOnlyList<Exercise> exercises)
    {
        await using var head = await HeadUnderTest.StartAsync(_head, limits => (limits.WritesPerMinute, limits.ReadsPerMinute) = (1, 1));
        var world = new World(head);
        using var write = await head.SendAsync(World.Json("POST", "/api/subscriptions", "{}"));
        using var read = await head.SendAsync(World.Plain("GET", "/site.css"));
        foreach (var exercise in exercises.Where(exercise => !exercise.Path.StartsWith("/health", StringComparison.Ordinal)))
        {
            await TryAsync(world, exercise, status: 429);
        }
    }

    private async Task UnderWayAsync()
    {
        await using var head = await HeadUnderTest.StartAsync(_head, Unlimited, services => services.AddSingleton<IKeyedRequests>(new LosesAnswers()));
        var request = new Exercise("POST", "/api/subscriptions", 409, (_, method) =>
            World.Json(method, "/api/subscriptions", """{"email":"ada@example.com","court":"nysd"}""", (ClientKey.Field, "\"key\"")));
        var world = new World(head);
        using var first = await head.SendAsync(await request.Request(world, "POST"));
        await TryAsync(world, request, request.Status);
    }

    private async Task BrokenAsync(IReadOnlyList<Exercise> exercises)
    {
        var isBroken = false;
        await using var head = await HeadUnderTest.StartAsync(_head, Unlimited, services =>
        {
            Breakable.Decorate<ISubscriptions>(services, () => isBroken);
            Breakable.Decorate<IDockets>(services, () => isBroken);
            Breakable.Decorate<IOutbox>(services, () => isBroken);
            Breakable.Decorate<IErasures>(services, () => isBroken);
            Breakable.Decorate<IAlertHistory>(services, () => isBroken);
            Breakable.Decorate<IBackfills>(services, () => isBroken);
        });
        var world = new World(head);
        foreach (var exercise in exercises.Where(exercise => !ConformanceTests.CannotFail.Contains($"{exercise.Method} {exercise.Path}")))
        {
            await TryAsync(world, exercise, status: 500, isBrokenNow => isBroken = isBrokenNow);
        }
    }

    private async Task DownAsync()
    {
        var probe = new ScriptedProbe("queue") { Answer = () => Task.FromResult(false) };
        await using var head = await HeadUnderTest.StartAsync(_head, Unlimited, services => services.AddSingleton<IHealthProbe>(probe));
        await TryAsync(new World(head), new Exercise("GET", "/health", 503, (_, method) => World.Plain(method, "/health")), status: 503);
    }

    private async Task TryAsync(World world, Exercise exercise, int status, Action<bool>? whileSending = null)
    {
        foreach (var method in exercise.Method is "GET" ? ["GET", "HEAD"] : new[] { exercise.Method })
        {
            using var request = await exercise.Request(world, method);
            var sent = request.Content?.Headers.ContentType?.MediaType is "application/json" ? Read(await request.Content.ReadAsStringAsync()) : null;
            whileSending?.Invoke(true);
            using var answer = await world.Head.SendAsync(request);
            whileSending?.Invoke(false);
            var given = await GivenAnswer.OfAsync(method, exercise.Path, answer, sent) with { IsOther = (int)answer.StatusCode is 500 };
            _answers.Add(given);
            if (given.Status != status)
            {
                _unexpected.Add($"{method} {exercise.Path} gives {given.Status}, not {status}: {given.Body}");
            }
        }
    }

    private static JsonNode? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class LosesAnswers : IKeyedRequests
    {
        private readonly InMemoryKeyedRequests _requests = new();

        public Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken) => _requests.FindAsync(key, cancellationToken);

        public Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken) =>
            next.Answer is null ? _requests.TryWriteAsync(next, cancellationToken) : Task.FromResult(false);

        public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => _requests.ForgetAsync(now, max, cancellationToken);
    }
}
