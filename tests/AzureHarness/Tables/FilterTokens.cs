using System.Globalization;

namespace Tipstaff.AzureHarness;

/// <summary>A word of a filter: a name or operator, a bracket, or a literal with its value.</summary>
internal readonly record struct FilterToken(string Text, object? Value);

/// <summary>Parts a filter into its words.</summary>
internal static class FilterTokens
{
    public static List<FilterToken> Of(string filter)
    {
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < filter.Length)
        {
            var character = filter[at];
            if (char.IsWhiteSpace(character))
            {
                at++;
            }
            else if (character is '(' or ')')
            {
                tokens.Add(new(character.ToString(), null));
                at++;
            }
            else if (character == '\'')
            {
                tokens.Add(new("'", Quoted(filter, ref at)));
            }
            else
            {
                tokens.Add(Word(filter, ref at));
            }
        }

        return tokens;
    }

    private static FilterToken Word(string filter, ref int at)
    {
        var start = at;
        while (at < filter.Length && !char.IsWhiteSpace(filter[at]) && filter[at] is not ('(' or ')' or '\''))
            at++;
        var word = filter[start..at];
        if (at >= filter.Length || filter[at] != '\'')
            return new(word, Number(word));
        var text = Quoted(filter, ref at);
        return new(word, word switch
        {
            "datetime" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime(),
            "guid" => Guid.Parse(text),
            "X" or "binary" => Convert.FromHexString(text),
            _ => throw Wrong(filter),
        });
    }

    // 'O''Brien'  -->  O'Brien
    private static string Quoted(string filter, ref int at)
    {
        var start = at + 1;
        for (at = start; at < filter.Length; at++)
        {
            if (filter[at] != '\'')
                continue;
            if (at + 1 < filter.Length && filter[at + 1] == '\'')
            {
                at++;
                continue;
            }

            return filter[start..at++].Replace("''", "'", StringComparison.Ordinal);
        }

        throw Wrong(filter);
    }

    private static object? Number(string word)
    {
        if (word is "true" or "false")
            return word == "true";
        if (word[0] is not ('-' or '.' or (>= '0' and <= '9')))
            return null;
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        if (word[^1] is 'L' or 'l'
            && long.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            return large;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : null;
    }

    private static Azure.RequestFailedException Wrong(string filter) =>
        TableFailures.InvalidInput($"Bad Request - Error in query syntax: {filter}");
}
