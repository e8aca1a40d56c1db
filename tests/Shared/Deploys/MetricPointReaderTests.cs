using System.Text;
using Tipstaff.Deploys;

namespace Tipstaff.Tests.Shared.Deploys;

public sealed class MetricPointReaderTests
{
    private const string Columns = """
        "columns":[{"name":"Vital","type":"string"},{"name":"At","type":"datetime"},{"name":"Value","type":"real"},{"name":"Kind","type":"string"}]
        """;

    [Fact]
    public void Read_Answer_GivesThePoints()
    {
        var points = Read($$$"""
            {"tables":[{"name":"PrimaryResult",{{{Columns}}},"rows":[
              ["ticks","2026-11-20T15:00:00Z",1.0,""],
              ["exceptions","2026-11-20T15:01:00.0000000Z",2,"System.TimeoutException at CheckCourt"]]}]}
            """);

        Assert.Equal(
            [
                new("ticks", new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero), 1),
                new("exceptions", new(2026, 11, 20, 15, 1, 0, TimeSpan.Zero), 2, "System.TimeoutException at CheckCourt"),
            ],
            points);
    }

    [Fact]
    public void Read_OtherOrderOfColumns_GoesByTheirNames() =>
        Assert.Equal("ticks", Assert.Single(Read("""
            {"tables":[{"columns":[{"name":"Kind"},{"name":"Value"},{"name":"At"},{"name":"Vital"}],"rows":[[null,"1","2026-11-20T15:00:00Z","ticks"]]}]}
            """)).Vital);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("""{"error":{"code":"SemanticError"}}""")]
    [InlineData("""{"tables":[]}""")]
    [InlineData("""{"tables":[{}]}""")]
    [InlineData("""{"tables":[{"columns":[{"name":"Vital"}],"rows":[]}]}""")]
    [InlineData("""{"tables":[{COLUMNS,"rows":[["ticks"]]}]}""")]
    [InlineData("""{"tables":[{COLUMNS,"rows":[["unheard_of","2026-11-20T15:00:00Z",1,""]]}]}""")]
    [InlineData("""{"tables":[{COLUMNS,"rows":[["ticks","yesterday",1,""]]}]}""")]
    [InlineData("""{"tables":[{COLUMNS,"rows":[["ticks","2026-11-20T15:00:00Z","NaN",""]]}]}""")]
    [InlineData("""{"tables":[{COLUMNS,"rows":[["ticks","2026-11-20T15:00:00Z",null,""]]}]}""")]
    public void Read_SomethingElse_SaysWhatIsWrong(string answer) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => Read(answer.Replace("COLUMNS", Columns, StringComparison.Ordinal))).Message);

    private static IReadOnlyList<MetricPoint> Read(string answer) => MetricPointReader.Read(Encoding.UTF8.GetBytes(answer));
}
