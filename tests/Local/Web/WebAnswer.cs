using System.Net;
using System.Text.Json;
using AngleSharp;
using AngleSharp.Dom;

namespace Tipstaff.Tests.Local.Web;

/// <summary>What every answer of its kind must be.</summary>
internal static class WebAnswer
{
    /// <summary>A problem of this type, with the fields that its errors name.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} in place of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        AssertCommonHeaders(answer);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"urn:tipstaff:problem:{type}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    /// <summary>A page with the headers and landmarks of every page.</summary>
    public static async Task<IDocument> PageAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} in place of {(int)status}: {text}");
        AssertPageHeaders(answer);
        Assert.Equal(answer.Content.Headers.ContentLength, System.Text.Encoding.UTF8.GetByteCount(text));
        var page = await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(text));
        Assert.Single(page.QuerySelectorAll("main h1"));
        return page;
    }

    public static void AssertPageHeaders(HttpResponseMessage answer)
    {
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.StartsWith("default-src 'none'; ", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        AssertCommonHeaders(answer);
    }

    public static string Heading(this IDocument page) => page.QuerySelector("h1")!.TextContent;

    private static void AssertCommonHeaders(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
