using System.Text;

namespace Tipstaff.AzureHarness;

/// <summary>Where the next page begins, as the SDK writes it down: two words, a space between them.</summary>
internal static class Continuation
{
    public static string Of(string partitionKey, string rowKey) => $"{Word(partitionKey)} {Word(rowKey)}";

    public static (string Partition, string Row)? Read(string? token)
    {
        if (string.IsNullOrWhiteSpace(token))
            return null;
        var space = token.IndexOf(' ', StringComparison.Ordinal);
        return (Key(token[..space]), Key(token[(space + 1)..]));
    }

    private static string Word(string key) => "1!" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string Key(string word) => Encoding.UTF8.GetString(Convert.FromBase64String(word[2..]));
}
