using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class HttpTriggersTests : IDisposable
{
    private readonly Stage _stage = new();

    [Fact]
    public void Send_RouteWithParameter_BindsIt()
    {
        var answer = Send(HttpMethod.Get, "/api/courts/nysd?page=2");

        Assert.Equal("court nysd page 2", Body(answer));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/courts/all", "all courts")]
    [InlineData("/API/Courts/All", "all courts")]
    [InlineData("/", "the root")]
    [InlineData("/Unrouted", "by its name")]
    [InlineData("/dockets/nysd/17", "docket 17 of nysd")]
    public void Send_Path_ReachesTheMostSpecificRoute(string path, string body)
    {
        var answer = Send(HttpMethod.Get, path);

        Assert.Equal(body, Body(answer));
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/courts/nysd", HttpStatusCode.NotFound)]
    [InlineData("GET", "/dockets/nysd/seventeen", HttpStatusCode.NotFound)]
    [InlineData("HEAD", "/api/courts/nysd", HttpStatusCode.OK)]
    [InlineData("HEAD", "/echo", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/broken", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/silent", HttpStatusCode.OK)]
    [InlineData("GET", "/dropped", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "/teapot", (HttpStatusCode)418)]
    public void Send_Request_IsAnsweredAsTheHostDoes(string method, string path, HttpStatusCode status)
    {
        var answer = Send(new HttpMethod(method), path);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void Send_Broken_TellsTheCallerNothingAndTheInstanceAll()
    {
        var app = _stage.Start("a", typeof(Routes));
        Exception? told = null;
        app.OnFailure = (_, error) => told = error;

        var answer = _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/broken")));

        Assert.Empty(Body(answer));
        Assert.Equal("a secret", told!.Message);
    }

    [Fact]
    public void Send_Body_IsReadAndAnsweredAsJson()
    {
        var app = _stage.Start("a", typeof(Routes));

        var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = JsonContent.Create(new Greeting("hello")) };
        var answer = _stage.Do(() => app.SendAsync(request));

        Assert.Equal((HttpStatusCode.Created, "/echo/1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal("""{"text":"hello!"}""", Body(answer));
    }

    [Fact]
    public void Send_Form_IsReadWithoutLeavingTheContext()
    {
        var app = _stage.Start("a", typeof(Routes));

        var form = new FormUrlEncodedContent([KeyValuePair.Create("token", "t 1")]);
        var answer = _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/form") { Content = form }));

        Assert.Equal("t 1", Body(answer));
    }

    [Theory]
    [InlineData("/keyed", null, HttpStatusCode.Unauthorized)]
    [InlineData("/keyed", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/keyed", "function-key", HttpStatusCode.OK)]
    [InlineData("/keyed?code=function-key", null, HttpStatusCode.OK)]
    [InlineData("/keyed", "master-key", HttpStatusCode.OK)]
    [InlineData("/mastered", "function-key", HttpStatusCode.Unauthorized)]
    [InlineData("/mastered", "master-key", HttpStatusCode.OK)]
    public void Send_WithKey_OpensWhatItIsFor(string path, string? key, HttpStatusCode status)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        var app = _stage.Start("a", typeof(Routes));
        var answer = _stage.Do(() => app.SendAsync(request));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void Send_RoutePrefixUnset_IsApi()
    {
        using var stage = new Stage("{}");
        var app = stage.Start("a", typeof(Unprefixed));

        var found = stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/Unprefixed")));
        var lost = stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Unprefixed")));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (found.StatusCode, lost.StatusCode));
    }

    [Fact]
    public void Send_InstanceKilledMeanwhile_LosesTheConnection()
    {
        var app = _stage.Start("a", typeof(Routes));
        var sent = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/slow")));
        _stage.RunFor(TimeSpan.FromSeconds(3));

        app.Kill();
        _stage.RunFor(TimeSpan.FromSeconds(10));

        Assert.IsType<HttpRequestException>(sent.Exception!.InnerException);
        Assert.Equal(["slow begins"], _stage.Seen);
        Assert.Throws<HttpRequestException>(() => _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/"))));
    }

    [Fact]
    public async Task Listen_OnAPort_AnswersARealClient()
    {
        using var cloud = new AzureCloud(TimeProvider.System) { HostJson = HostJson.Parse("{}") };
        var app = await FunctionApp.StartAsync(cloud, "a", SomePrograms.WithHttp, [typeof(Unprefixed)]);
        await using var listener = await app.ListenAsync();
        using var client = new HttpClient { BaseAddress = listener.Address };

        using var inProcess = app.CreateClient();

        Assert.Equal("here", await client.GetStringAsync("api/unprefixed"));
        Assert.Equal("here", await inProcess.GetStringAsync("api/unprefixed"));
        app.Kill();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("api/unprefixed"));
    }

    [Theory]
    [InlineData(typeof(AdminRoute), "admin")]
    [InlineData(typeof(UserLevel), "User")]
    [InlineData(typeof(WrongParameter), "HttpRequest")]
    public void Start_RouteThatTheHostRefuses_Throws(Type functions, string named)
    {
        var error = Assert.Throws<InvalidOperationException>(() => _stage.Start("a", functions));

        Assert.Contains(named, error.Message);
    }

    public void Dispose() => _stage.Dispose();

    private HttpResponseMessage Send(HttpMethod method, string path)
    {
        var app = _stage.Start("a", typeof(Routes));
        return _stage.Do(() => app.SendAsync(new HttpRequestMessage(method, path)));
    }

    private static string Body(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();

    public sealed record Greeting(string Text);

    public sealed class Routes(List<string> seen, TimeProvider time)
    {
        [Function("Court")]
        public IResult Court([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/courts/{court}")] HttpRequest request, string court) =>
            Results.Text($"court {court} page {request.Query["page"]}");

        [Function("AllCourts")]
        public IResult AllCourts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/courts/all")] HttpRequest request) =>
            Results.Text("all courts");

        [Function("Root")]
        public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) => Results.Text("the root");

        [Function("Unrouted")]
        public IActionResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            new ContentResult { Content = "by its name" };

        [Function("Docket")]
        public Task<IResult> DocketAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dockets/{court}/{number:int}")] HttpRequest request,
            string court,
            int number) =>
            Task.FromResult(Results.Text($"docket {number} of {court}"));

        [Function("Echo")]
        public async Task<IActionResult> EchoAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request)
        {
            var greeting = await request.ReadFromJsonAsync<Greeting>();
            return new CreatedResult("/echo/1", new Greeting(greeting!.Text + "!"));
        }

        [Function("Form")]
        public async Task<IResult> FormAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "form")] HttpRequest request) =>
            Results.Text((await request.ReadFormAsync())["token"]);

        [Function("Broken")]
        public IResult Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request) =>
            throw new InvalidOperationException("a secret");

        [Function("Silent")]
        public void Silent([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "silent")] HttpRequest request)
        {
        }

        [Function("Dropped")]
        public string Dropped([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dropped")] HttpRequest request) => "lost";

        [Function("Teapot")]
        public Task TeapotAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "teapot")] HttpRequest request, FunctionContext context)
        {
            context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return context.GetHttpContext()!.Response.WriteAsync("short and stout");
        }

        [Function("Slow")]
        public async Task<IResult> SlowAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request, CancellationToken cancellationToken)
        {
            seen.Add("slow begins");
            await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken);
            seen.Add("slow ends");
            return Results.NoContent();
        }

        [Function("Keyed")]
        public IResult Keyed([HttpTrigger("get", Route = "keyed")] HttpRequest request) => Results.Ok();

        [Function("Mastered")]
        public IResult Mastered([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "mastered")] HttpRequest request) => Results.Ok();
    }

    public static class Unprefixed
    {
        [Function("Unprefixed")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text("here");
    }

    public static class AdminRoute
    {
        [Function("AdminRoute")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "admin/it")] HttpRequest request) => Results.Ok();
    }

    public static class UserLevel
    {
        [Function("UserLevel")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => Results.Ok();
    }

    public static class WrongParameter
    {
        [Function("WrongParameter")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] string request) => Results.Ok(request);
    }
}
