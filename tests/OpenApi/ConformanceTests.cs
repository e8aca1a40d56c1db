using Tipstaff.Api.Description;
using Tipstaff.Tests.Hostile;

namespace Tipstaff.Tests.OpenApi;

/// <summary>Each answer of both heads, held to the document; each status of each route in the document, answered by both heads.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>They reach no store; what is documented as any other error of theirs is a request that is no HTTP.</summary>
    internal static readonly string[] CannotFail =
        [.. new[] { "/site.css", "/site.js", "/health", "/health/live", ApiDocument.Path }.SelectMany(path => new[] { $"GET {path}", $"HEAD {path}" })];

    [Theory]
    [InlineData(HeadUnderTest.Local, ApiAnswers.OneMachine)]
    [InlineData(HeadUnderTest.Cloud, ApiAnswers.Azure)]
    public async Task EachAnswer_OfEveryRouteAndStatus_IsAsDocumented(string head, string name)
    {
        Validators.Require();
        var api = await SomeDocument.ReadAsync();

        var gathered = await Gathering.OfAsync(head, name);

        AssertNone(gathered.Unexpected);
        AssertNone(await Conformance.FindingsAsync(api, name, gathered.Answers, CannotFail));
        var pairs = gathered.Answers.Select(answer => answer.Name).Distinct().ToList();
        output.WriteLine($"{head}: {api.Operations.Count} operations, {pairs.Count} pairs of route and status, {gathered.Answers.Count} answers held to the document.");
        Assert.True(pairs.Count > 200);
    }

    [Theory]
    [InlineData("/paths/~1api~1subscriptions~1{id}/patch/responses/412", null, "PATCH /api/subscriptions/{id} 412 is not documented")]
    [InlineData("/paths/~1confirm/post/responses/410", null, "POST /confirm 410 is not documented")]
    [InlineData("/paths/~1api~1courts/get/responses/418", """{"description":"A teapot."}""", "GET /api/courts 418 is documented, and nothing")]
    [InlineData("/paths/~1api~1courts/delete", """{"responses":{"204":{"description":"Gone."}}}""", "DELETE /api/courts 204 is documented, and nothing")]
    [InlineData("/paths/~1api~1courts~1{id}/get/responses/200/headers", null, "GET /api/courts/{id} 200 has ETag, which is not documented")]
    [InlineData("/paths/~1api~1courts/head/responses/200/headers/Retry-After", """{"required":true,"schema":{"type":"integer"}}""", "HEAD /api/courts 200 lacks Retry-After")]
    [InlineData("/paths/~1health/get/responses/200/content", """{"text/plain":{"schema":{"type":"string"}}}""", "GET /health 200 is application/json, documented text/plain")]
    [InlineData("/paths/~1status/get/responses/200/content", null, "GET /status 200 has a body, which is not documented")]
    [InlineData("/components/schemas/Subscription/properties/cadence/enum", """["immediate"]""", "must be equal to one of the allowed values")]
    [InlineData("/components/schemas/Subscription/properties/pausedAt", null, "must NOT have additional properties {\"additionalProperty\":\"pausedAt\"}")]
    [InlineData("/components/schemas/Court/properties/goodAt/type", "\"string\"", "/goodAt must be string")]
    [InlineData("/components/schemas/Entry/required/0", "\"judge\"", "must have required property 'judge'")]
    [InlineData("/components/schemas/Problem/properties/errors", null, "must NOT have additional properties {\"additionalProperty\":\"errors\"}")]
    [InlineData("/paths/~1api~1subscriptions/post/requestBody/content/application~1json/schema/properties/query", null, "{\"additionalProperty\":\"query\"}")]
    [InlineData("/paths/~1api~1subscriptions/post/responses/429/content/application~1problem+json/schema/allOf/1/properties/type/enum", """["urn:tipstaff:problem:failed"]""", "must be equal to one of the allowed values")]
    public async Task Findings_DocumentThatIsNotTrue_IsFound(string place, string? instead, string finding)
    {
        Validators.Require();
        var document = (await SomeDocument.ReadAsync()).Document;
        SomeDocument.Replace(document, place, instead);

        var gathered = await Gathering.OfAsync(HeadUnderTest.Local, ApiAnswers.OneMachine);
        var findings = await Conformance.FindingsAsync(new DescribedApi(document), ApiAnswers.OneMachine, gathered.Answers, CannotFail);

        Assert.Contains(findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    private static void AssertNone(IReadOnlyList<string> findings) => Assert.True(findings.Count == 0, string.Join('\n', findings));
}
