using System.Net;
using Tipstaff.Tests.Hostile.Rows;
using Tipstaff.Tests.Local.Web;

namespace Tipstaff.Tests.Hostile;

/// <summary>Each row of hostile requests through both heads: it gets the answer that is documented, and changes nothing.</summary>
public sealed class HostileTests
{
    // A table of rows for each kind of trouble; a new kind is a new file in Rows/, named here.
    private static readonly Dictionary<string, IEnumerable<HostileRow>> Tables = new(StringComparer.Ordinal)
    {
        ["bodies"] = BodyRows.All,
        ["encodings"] = EncodingRows.All,
        ["addresses"] = AddressRows.All,
        ["paths"] = PathRows.All,
        ["queries"] = QueryRows.All,
        ["headers"] = HeaderRows.All,
        ["methods"] = MethodRows.All,
        ["links"] = LinkRows.All,
    };

    public static TheoryData<string, string> Each()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in Tables.Keys)
        {
            data.Add(HeadUnderTest.Local, name);
            data.Add(HeadUnderTest.Cloud, name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task Rows_SentToAHead_AreRefusedAsDocumentedAndChangeNothing(string name, string table)
    {
        await using var head = await HostileHead.StartAsync(name);
        var wrong = new List<string>();
        foreach (var row in Tables[table])
        {
            try
            {
                var (answer, before, after) = await head.SendAsync(row);
                using (answer)
                {
                    await AssertAnswerAsync(answer, row, name == HeadUnderTest.Cloud ? row.OfHost : null);
                }

                Assert.Equal(before, after);
            }
            catch (Exception error) when (error is Xunit.Sdk.XunitException or HttpRequestException)
            {
                wrong.Add($"{row.Name}: {error.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Rows_AllTables_HaveNamesOfTheirOwn() =>
        Assert.Empty(Tables.Values.SelectMany(rows => rows).GroupBy(row => row.Name, StringComparer.Ordinal).Where(rows => rows.Count() > 1).Select(rows => rows.Key));

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Stored_RequestThatIsTaken_ShowsWhatItChanged(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var before = head.Stored();

        using var answer = await head.PostAsync(BodyRows.Subscriptions, """{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.NotEmpty(head.Stored().Except(before));
    }

    private static async Task AssertAnswerAsync(HttpResponseMessage answer, HostileRow row, int? ofHost)
    {
        Assert.False(answer.Headers.Contains("X-Injected"));
        if (ofHost is not null)
        {
            Assert.Equal((ofHost, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
        else if (row.Problem is null)
        {
            await WebAnswer.PageAsync(answer, (HttpStatusCode)row.Status);
        }
        else
        {
            var problem = await WebAnswer.ProblemAsync(answer, (HttpStatusCode)row.Status, row.Problem);
            if (row.Field is { } field)
            {
                Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
            }
        }
    }
}
