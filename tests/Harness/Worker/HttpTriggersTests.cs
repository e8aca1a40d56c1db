using System.Net;
using System.Net.Http.Json;
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
    [InlineData("/cases/17", "case 17")]
    [InlineData("/cases", "case of all")]
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
    [InlineData("HEAD", "/cases/17", HttpStatusCode.OK)]
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
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));
        Exception? told = null;
        app.OnFailure = (_, error) => told = error;

        var answer = _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/broken")));

        Assert.Empty(Body(answer));
        Assert.Equal("a secret", told!.Message);
    }

    [Fact]
    public void Send_Body_IsReadAndAnsweredAsJson()
    {
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));

        var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = JsonContent.Create(new SomeRoutes.Greeting("hello")) };
        var answer = _stage.Do(() => app.SendAsync(request));

        Assert.Equal((HttpStatusCode.Created, "/echo/1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal("""{"text":"hello!"}""", Body(answer));
    }

    [Fact]
    public void Send_Form_IsReadWithoutLeavingTheContext()
    {
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));

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

        var app = _stage.Start("a", typeof(SomeRoutes.Routes));
        var answer = _stage.Do(() => app.SendAsync(request));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public void Send_RoutePrefixUnset_IsApi()
    {
        using var stage = new Stage("{}");
        var app = stage.Start("a", typeof(SomeRoutes.Unprefixed));

        var found = stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/Unprefixed")));
        var lost = stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/Unprefixed")));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (found.StatusCode, lost.StatusCode));
    }

    [Fact]
    public void Send_InstanceKilledMeanwhile_LosesTheConnection()
    {
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));
        var sent = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/slow")));
        _stage.RunFor(TimeSpan.FromSeconds(3));

        app.Kill();
        _stage.RunFor(TimeSpan.FromSeconds(10));

        Assert.IsType<HttpRequestException>(sent.Exception!.InnerException);
        Assert.Equal(["slow begins"], _stage.Seen);
        Assert.Throws<HttpRequestException>(() => _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/"))));
    }

    [Fact]
    public void Client_OnVirtualTime_StaysOnItsThread()
    {
        using var client = _stage.Start("a", typeof(SomeRoutes.Routes)).CreateClient();
        HttpStatusCode? status = null;
        var thread = 0;

        var sent = _stage.Begin(async () =>
        {
            status = (await client.GetAsync("slow")).StatusCode;
            thread = Environment.CurrentManagedThreadId;
        });
        _stage.RunFor(TimeSpan.FromSeconds(6));

        Assert.True(sent.IsCompletedSuccessfully);
        Assert.Equal((HttpStatusCode.NoContent, Environment.CurrentManagedThreadId), (status, thread));
    }

    [Fact]
    public void Send_CallerLeaves_CancelsTheFunction()
    {
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));
        using var leaving = new CancellationTokenSource();
        var sent = _stage.Begin(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/slow"), leaving.Token));

        leaving.Cancel();
        _stage.RunFor(TimeSpan.FromSeconds(10));

        Assert.True(sent.IsCanceled);
        Assert.Equal(["slow begins"], _stage.Seen);
    }

    [Fact]
    public async Task Listen_OnAPort_AnswersARealClient()
    {
        using var cloud = new AzureCloud(TimeProvider.System) { HostJson = HostJson.Parse("{}") };
        var app = await FunctionApp.StartAsync(cloud, "a", SomePrograms.WithHttp, [typeof(SomeRoutes.Unprefixed)]);
        await using var listener = await app.ListenAsync();
        using var client = new HttpClient { BaseAddress = listener.Address };

        using var inProcess = app.CreateClient();

        Assert.Equal("here", await client.GetStringAsync("api/unprefixed"));
        Assert.Equal("here", await inProcess.GetStringAsync("api/unprefixed"));
        app.Kill();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("api/unprefixed"));
    }

    [Theory]
    [InlineData(typeof(SomeRoutes.AdminRoute), "admin")]
    [InlineData(typeof(SomeRoutes.UserLevel), "User")]
    [InlineData(typeof(SomeRoutes.WrongParameter), "HttpRequest")]
    public void Start_RouteThatTheHostRefuses_Throws(Type functions, string named)
    {
        var error = Assert.Throws<InvalidOperationException>(() => _stage.Start("a", functions));

        Assert.Contains(named, error.Message);
    }

    public void Dispose() => _stage.Dispose();

    private HttpResponseMessage Send(HttpMethod method, string path)
    {
        var app = _stage.Start("a", typeof(SomeRoutes.Routes));
        return _stage.Do(() => app.SendAsync(new HttpRequestMessage(method, path)));
    }

    private static string Body(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
}
