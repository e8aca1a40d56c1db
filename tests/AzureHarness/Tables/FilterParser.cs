using static Tipstaff.AzureHarness.TableFilter;

namespace Tipstaff.AzureHarness;

/// <summary>Reads a filter: comparisons with literals, <c>and</c>, <c>or</c>, <c>not</c>, parentheses.</summary>
internal sealed class FilterParser
{
    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];
    private readonly string _filter;
    private readonly List<FilterToken> _tokens;
    private int _at;

    private FilterParser(string filter)
    {
        _filter = filter;
        try
        {
            _tokens = FilterTokens.Of(filter);
        }
        catch (FormatException)
        {
            throw Wrong();
        }
    }

    private FilterToken Next => _at < _tokens.Count ? _tokens[_at] : default;

    public static TableFilter Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
            return new Everything();
        var parser = new FilterParser(filter);
        var parsed = parser.Either();
        return parser._at == parser._tokens.Count ? parsed : throw parser.Wrong();
    }

    private TableFilter Either()
    {
        var left = Both();
        while (Take("or"))
            left = new Or(left, Both());
        return left;
    }

    private TableFilter Both()
    {
        var left = One();
        while (Take("and"))
            left = new And(left, One());
        return left;
    }

    private TableFilter One()
    {
        if (Take("not"))
            return new Not(One());
        if (Take("("))
        {
            var inner = Either();
            return Take(")") ? inner : throw Wrong();
        }

        return Compared();
    }

    private TableFilter Compared()
    {
        var left = Operand();
        if (!Array.Exists(Operators, one => one == Next.Text))
        {
            return left switch
            {
                { Value: true } => new Everything(),
                { Value: null } => new Truth(left.Text),
                _ => throw Wrong(),
            };
        }

        var word = _tokens[_at++].Text;
        var right = Operand();
        return (left.Value, right.Value) switch
        {
            (null, { } literal) => new Comparison(left.Text, word, literal),
            ({ } literal, null) => new Comparison(right.Text, Turned(word), literal),
            _ => throw Wrong(),
        };
    }

    private FilterToken Operand()
    {
        var token = Next;
        if (token.Text is null or ")" or "and" or "or" or "not")
            throw Wrong();
        _at++;
        if (token.Text != "(")
            return token;

        // (PartitionKey) eq ('nysd'): the SDK sets conversions and signs in parentheses.
        var inner = Operand();
        return Take(")") ? inner : throw Wrong();
    }

    private bool Take(string word)
    {
        if (Next.Text != word || Next.Value is not null)
            return false;
        _at++;
        return true;
    }

    private static string Turned(string word) => word switch
    {
        "gt" => "lt",
        "ge" => "le",
        "lt" => "gt",
        "le" => "ge",
        _ => word,
    };

    private Azure.RequestFailedException Wrong() => TableFailures.InvalidInput($"Bad Request - Error in query syntax: {_filter}");
}
