using System.Xml;
using System.Xml.Linq;

namespace Tipstaff.Preflights;

/// <summary>What a test run left behind.</summary>
/// <param name="Commit">The commit that was tested; empty where it is not known.</param>
/// <param name="Passed">How many tests passed.</param>
/// <param name="NotPassed">The names of those that did not: failed, skipped or broken off.</param>
public sealed record TestRun(string Commit, int Passed, IReadOnlyList<string> NotPassed)
{
    private static readonly XNamespace Space = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Adds the results of a file <c>*.trx</c>.</summary>
    /// <exception cref="FormatException">It is no such file; the message says what is wrong with it.</exception>
    public TestRun With(Stream results)
    {
        try
        {
            using var reader = XmlReader.Create(results, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var run = XDocument.Load(reader).Root;
            if (run?.Name != Space + "TestRun")
            {
                throw new FormatException("it is no test run.");
            }

            var outcomes = run.Descendants(Space + "UnitTestResult").ToLookup(result => (string?)result.Attribute("outcome") == "Passed");
            return this with
            {
                Passed = Passed + outcomes[true].Count(),
                NotPassed = [.. NotPassed, .. outcomes[false].Select(result => $"{(string?)result.Attribute("testName")}")],
            };
        }
        catch (XmlException error)
        {
            throw new FormatException(error.Message, error);
        }
    }
}

/// <summary>Refuses an artifact whose commit has no test run in which all passed.</summary>
public static class TestRunCheck
{
    private const int MostNamed = 5;
    private const string Remedy = "run pipelines/scripts/test.sh on the artifact's commit, and mend what fails or is skipped";

    /// <summary>Looks at the run for a commit.</summary>
    public static IEnumerable<Finding> Run(TestRun run, string commit)
    {
        if (run.Commit != commit)
        {
            yield return new Finding.Refused(
                run.Commit.Length == 0 ? "Nobody knows which commit was tested" : $"{LineageCheck.Short(run.Commit)} was tested, and {LineageCheck.Short(commit)} is to be deployed", Remedy);
        }

        if (run.NotPassed.Count > 0)
        {
            var more = run.NotPassed.Count > MostNamed ? $" and {run.NotPassed.Count - MostNamed} more" : "";
            yield return new Finding.Refused($"{run.NotPassed.Count} tests did not pass ({string.Join(", ", run.NotPassed.Take(MostNamed))}{more})", Remedy);
        }
        else if (run.Passed == 0)
        {
            yield return new Finding.Refused("No test was run", Remedy);
        }
    }
}
