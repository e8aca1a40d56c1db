using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>Decides a stage's condition as Azure Pipelines does, for given results of the stages before.</summary>
internal sealed partial class PipelineCondition
{
    private readonly IReadOnlyDictionary<string, string> _results;
    private readonly bool _isCanceled;
    private readonly Queue<string> _tokens;

    private PipelineCondition(string condition, IReadOnlyDictionary<string, string> results, bool isCanceled)
    {
        _results = results;
        _isCanceled = isCanceled;
        _tokens = new Queue<string>(Token.Matches(condition).Select(match => match.Value));
    }

    // in(dependencies.app.result, 'Failed')  -->  in ( dependencies.app.result , 'Failed' )
    [GeneratedRegex(@"[\w.]+|'[^']*'|[(),]|\S", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token { get; }

    /// <summary>Whether the stage runs.</summary>
    /// <param name="condition">Its condition.</param>
    /// <param name="results">What became of the stages that it depends on, by name.</param>
    /// <param name="isCanceled">Whether somebody canceled the run.</param>
    /// <exception cref="FormatException">The condition is of a form that nobody taught this reader.</exception>
    public static bool Decide(string condition, IReadOnlyDictionary<string, string> results, bool isCanceled)
    {
        var reader = new PipelineCondition(condition, results, isCanceled);
        var value = reader.Read();
        return reader._tokens.Count == 0 ? IsTrue(value) : throw new FormatException($"'{condition}' goes on after its end.");
    }

    private static bool IsTrue(string value) => value == bool.TrueString;

    private string Read()
    {
        var token = Next();
        if (token.StartsWith('\''))
        {
            return token.Trim('\'');
        }

        if (token.Split('.') is ["dependencies", var stage, "result"])
        {
            return _results[stage];
        }

        List<string> values = [];
        Expect("(");
        while (_tokens.Peek() != ")")
        {
            values.Add(Read());
            if (_tokens.Peek() == ",")
            {
                _tokens.Dequeue();
            }
        }

        Expect(")");
        return (token switch
        {
            "always" => true,
            "canceled" => _isCanceled,
            "and" => values.All(IsTrue),
            "or" => values.Any(IsTrue),
            "not" => !IsTrue(values[0]),
            "eq" => values[0] == values[1],
            "ne" => values[0] != values[1],
            "in" => values.Skip(1).Contains(values[0]),
            _ => throw new FormatException($"'{token}' is no function that this reader knows."),
        }).ToString();
    }

    private string Next() => _tokens.TryDequeue(out var token) ? token : throw new FormatException("The condition ends too early.");

    private void Expect(string wanted)
    {
        var token = Next();
        if (token != wanted)
        {
            throw new FormatException($"'{token}' stands where '{wanted}' must.");
        }
    }
}
