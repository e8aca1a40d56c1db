using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class InvocationTests : IDisposable
{
    private readonly Stage _stage = new("""{ "functionTimeout": "00:01:30", "extensions": { "http": { "routePrefix": "" } } }""");

    [Fact]
    public void Invoke_Middleware_RunsInTheOrderOfAdding()
    {
        var app = _stage.Start("a", typeof(Scopes), program: builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseWhen<Never>(_ => false);
            builder.UseMiddleware(async (context, next) =>
            {
                _stage.Seen.Add($"inner of {context.FunctionDefinition.Name}");
                await next();
                context.GetInvocationResult().Value = Results.Text($"{context.GetInvocationResult().Value} and more");
            });
        });

        var answer = _stage.Do(async () =>
        {
            var sent = await app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Plain"));
            return await sent.Content.ReadAsStringAsync();
        });

        Assert.Equal(["outer", "inner of Plain", "outer again"], _stage.Seen);
        Assert.Equal("plain and more", answer);
    }

    [Fact]
    public void Invoke_ScopedServices_AreOneForAnInvocationAndAnotherForTheNext()
    {
        var app = _stage.Start("a", typeof(Scopes), program: builder => builder.Services.AddScoped<Scoped>());

        _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Scope")));
        _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Scope")));

        Assert.Equal(["True", "disposed", "True", "disposed"], _stage.Seen);
    }

    [Fact]
    public void Invoke_LongerThanTheTimeout_CancelsAndKillsTheInstance()
    {
        var app = _stage.Start("a", typeof(Waits));
        FunctionApp? died = null;
        app.OnTimeout = gone => died = gone;
        _ = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Wait")));

        _stage.RunFor(TimeSpan.FromSeconds(89));
        Assert.True(app.IsAlive);
        _stage.RunFor(TimeSpan.FromSeconds(60));

        Assert.Same(app, died);
        Assert.False(app.IsAlive);
        Assert.Equal(["cancelled"], _stage.Seen);
    }

    [Fact]
    public void Stop_WhileAFunctionRuns_CancelsItAndWaits()
    {
        var app = _stage.Start("a", typeof(Waits));
        _ = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Wait")));

        var stopped = _stage.Begin(() => app.StopAsync());

        Assert.False(stopped.IsCompleted);
        _stage.RunFor(TimeSpan.FromSeconds(10));
        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(["cancelled", "tidied up"], _stage.Seen);
    }

    [Fact]
    public void Stop_WithGrace_LetsAFunctionEnd()
    {
        var app = _stage.Start("a", typeof(Waits));
        _ = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Short")));

        var stopped = _stage.Begin(() => app.StopAsync(TimeSpan.FromMinutes(1)));
        _stage.RunFor(TimeSpan.FromSeconds(6));

        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(["ended"], _stage.Seen);
    }

    [Fact]
    public void Kill_WhileACallIsUnderWay_NeverReturns()
    {
        var app = _stage.Start("a", typeof(Waits));
        var work = 0;
        async Task CallAsync()
        {
            await _stage.Cloud.CallAsync(
                new CloudCall(CloudService.Tables, "GetEntity", "x", "a"),
                () =>
                {
                    app.Kill();
                    return ++work;
                },
                CancellationToken.None);
        }

        var during = _stage.Begin(CallAsync);
        var after = _stage.Begin(CallAsync);
        _stage.RunFor(TimeSpan.FromHours(1));

        Assert.Equal((1, false, false), (work, during.IsCompleted, after.IsCompleted));
        Assert.Equal(1, _stage.Cloud.Counts.Of(CloudService.Tables));
    }

    public void Dispose() => _stage.Dispose();

    public sealed class Scoped(List<string> seen) : IDisposable
    {
        public void Dispose() => seen.Add("disposed");
    }

    public sealed class Scopes(List<string> seen, IServiceProvider services)
    {
        [Function("Plain")]
        public string Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "plain";

        [Function("Scope")]
        public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context)
        {
            seen.Add($"{services.GetService<Scoped>() == context.InstanceServices.GetService<Scoped>()
                && services.GetService<Scoped>() == request.HttpContext.RequestServices.GetService<Scoped>()}");
            return Results.Ok();
        }
    }

    public sealed class Waits(List<string> seen, TimeProvider time)
    {
        [Function("Wait")]
        public async Task WaitAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(10), time, context.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                seen.Add("cancelled");
                await Task.Delay(TimeSpan.FromSeconds(5), time, CancellationToken.None);
                seen.Add("tidied up");
            }
        }

        [Function("Short")]
        public async Task ShortAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken);
            seen.Add("ended");
        }
    }

    private sealed class Outer(List<string> seen) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            seen.Add("outer");
            await next(context);
            seen.Add("outer again");
        }
    }

    private sealed class Never : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => throw new InvalidOperationException();
    }
}
