using System.Text;
using Tipstaff.Canaries;
using Tipstaff.Deploys;
using Tipstaff.Health;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Deploys;

public sealed class VerifyDeployTests
{
    private const string Version = "20261121.3+c0ffee";
    private static readonly DateTimeOffset DeployedAt = Some.Monday9Am;
    private static readonly VerifyTarget Wanted = new(Version, DeployedAt);

    [Fact]
    public void Judge_VersionUpAndTheCanaryArrived_IsVerified() =>
        Assert.IsType<Verification.Verified>(VerifyDeploy.Judge(Answer(200, Health(filedAt: DeployedAt.AddMinutes(5))), Wanted));

    [Fact]
    public void Judge_NoCanaryWanted_IsVerifiedWithoutOne() =>
        Assert.IsType<Verification.Verified>(VerifyDeploy.Judge(Answer(200, """{"status":"up","version":"20261121.3+c0ffee","canary":null}"""), Wanted with { CanarySince = null }));

    [Theory]
    [InlineData(200, """{"status":"up","version":"20261120.1+beef","canary":{"filedAt":"2026-03-02T15:00:00Z"}}""", "It runs 20261120.1+beef in place of 20261121.3+c0ffee")]
    [InlineData(200, """{"status":"up","canary":{"filedAt":"2026-03-02T15:00:00Z"}}""", "a version that it does not name")]
    [InlineData(200, """{"status":"up","version":"20261121.3+c0ffee2"}""", "in place of")]
    [InlineData(503, """{"status":"down","version":"20261121.3+c0ffee"}""", "It says that it is down (HTTP 503)")]
    [InlineData(200, """{"status":"up","version":"20261121.3+c0ffee"}""", "It runs no canary")]
    [InlineData(200, """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":null}}""", "was filed never")]
    [InlineData(200, """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":"soon"}}""", "was filed never")]
    [InlineData(200, """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":"2020-03-02T15:00:00Z"}}""", "was filed at 15:00:00 UTC")]
    [InlineData(302, "", "elsewhere (HTTP 302)")]
    [InlineData(308, """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":"2036-03-02T15:00:00Z"}}""", "elsewhere (HTTP 308)")]
    [InlineData(200, "<html>It works!</html>", "is no Tipstaff")]
    [InlineData(200, "", "is no Tipstaff")]
    [InlineData(200, "[1,2]", "is no Tipstaff")]
    [InlineData(200, "\"20261121.3+c0ffee\"", "is no Tipstaff")]
    [InlineData(502, "Bad Gateway", "(HTTP 502) is no Tipstaff")]
    public void Judge_AnythingElse_WaitsAndSaysWhatIsMissing(int status, string body, string said)
    {
        var verdict = VerifyDeploy.Judge(Answer(status, body), Wanted);

        Assert.Contains(said, Assert.IsType<Verification.Waiting>(verdict).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NoAnswer_WaitsAndSaysWhy() =>
        Assert.Contains("no connection", Assert.IsType<Verification.Waiting>(VerifyDeploy.Judge(new HealthLook.NoAnswer("no connection"), Wanted)).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"version":5,"status":true,"canary":[]}""")]
    [InlineData("""{"version":"\u001b[2J","status":"\ud800"}""")]
    [InlineData("""{"version":null,"canary":{"filedAt":{"filedAt":1}}}""")]
    public void Read_OtherKindsOfValues_AreNone(string body)
    {
        var read = HealthAnswer.Read(Encoding.UTF8.GetBytes(body));

        Assert.True(read is null or { Version: null, Status: null, CanaryFiledAt: null });
    }

    [Fact]
    public void Read_DeepNesting_IsNoAnswer() => Assert.Null(HealthAnswer.Read(Encoding.UTF8.GetBytes(new string('[', 10_000))));

    [Fact]
    public void Read_WhatTheServiceWrites_ComesBack()
    {
        var report = HealthReport.Of(AppVersion.Parse(Version), []) with { Canary = new CanaryHealth(DeployedAt, DeployedAt.AddSeconds(40), 40) };

        var read = HealthAnswer.Read(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(report, System.Text.Json.JsonSerializerOptions.Web));

        Assert.Equal(new HealthAnswer("up", Version, HasCanary: true, DeployedAt), read);
    }

    private static HealthLook.Answered Answer(int status, string body) => new(status, HealthAnswer.Read(Encoding.UTF8.GetBytes(body)));

    private static string Health(DateTimeOffset filedAt) => $$"""{"status":"up","version":"{{Version}}","parts":[],"canary":{"filedAt":"{{filedAt:O}}","arrivedAt":"{{filedAt:O}}","delaySeconds":0} }""";
}
