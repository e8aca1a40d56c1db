using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Tests.Harness.Worker;

/// <summary>Functions that answer HTTP, each in its own way.</summary>
public static class SomeRoutes
{
    public sealed record Greeting(string Text);

    public sealed class Routes(List<string> seen, TimeProvider time)
    {
        [Function("Court")]
        public IResult Court(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/courts/{court}")] HttpRequest request, string court) =>
            Results.Text($"court {court} page {request.Query["page"]}");

        [Function("AllCourts")]
        public IResult AllCourts([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/courts/all")] HttpRequest request) =>
            Results.Text("all courts");

        [Function("Root")]
        public IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) =>
            Results.Text("the root");

        [Function("Unrouted")]
        public IActionResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            new ContentResult { Content = "by its name" };

        [Function("Docket")]
        public Task<IResult> DocketAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dockets/{court}/{number:int}")] HttpRequest request,
            string court,
            int number) =>
            Task.FromResult(Results.Text($"docket {number} of {court}"));

        [Function("ChangeCase")]
        public IResult ChangeCase([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "cases/{number?}")] HttpRequest request, string? number) =>
            Results.Text($"changed {number ?? "all"}");

        [Function("Case")]
        public IResult Case([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "cases/{number?}")] HttpRequest request, string? number) =>
            Results.Text($"case {number ?? "of all"}");

        [Function("EndCase")]
        public IResult EndCase([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cases/{number?}")] HttpRequest request, string? number) =>
            Results.Text($"ended {number ?? "all"}");

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
        public Task TeapotAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "teapot")] HttpRequest request, FunctionContext context)
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
