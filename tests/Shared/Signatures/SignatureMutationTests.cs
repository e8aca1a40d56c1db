using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

/// <summary>Whatever happens to a signed request on its way, it ends in an outcome; and no request but the one that was signed is taken.</summary>
public sealed class SignatureMutationTests
{
    private static readonly string[] Strays =
        ["\"", "(", ")", "=", ";", ",", ", ", ":", "\\", "?1", "sig", "sig=()", "created=1", ";created=1772460000", "\"@method\"", "@path", ";req", " ", "\t", "\r\n ", "\0", "é", "/", "..", "%2e", "#", "@", "A"];

    private static int Mutations => Environment.GetEnvironmentVariable("TIPSTAFF_NIGHTLY") == "1" ? 250_000 : 5_000;

    [Theory]
    [InlineData("ada-2026", "@method @authority @path @query content-type content-digest")]
    [InlineData("ada-2026", "@target-uri content-digest @method content-type")]
    [InlineData("grace-2026", "@method @authority @path @query content-type content-digest")]
    public void Run_AnyOneBitChanged_IsRefused(string keyId, string covered)
    {
        var signed = new SomeSigned().Signed(SomeSigned.Keys.Single(key => key.Id == keyId), covered.Split(' '));
        Assert.IsType<Verification.Verified>(Check(signed));

        var changes = 0;
        foreach (var changed in BitsChanged(signed, withScheme: covered.Contains("target", StringComparison.Ordinal)).Where(changed => !SaysTheSame(changed, signed)))
        {
            Assert.True(Check(changed) is Verification.Refused, Shown(changed));
            changes++;
        }

        Assert.True(changes > 2_000);
    }

    [Fact]
    public void Run_AnyMutations_EndInAnOutcome()
    {
        var mutations =
            from key in Gen.Elements(SomeSigned.Keys)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from count in Gen.Choose(1, 4)
            select (Key: key, Seed: seed, Count: count);

        Prop.ForAll(mutations.ToArbitrary(), mutation =>
            {
                var signed = new SomeSigned().Signed(mutation.Key);
                var mutated = Mutated(signed, mutation.Seed, mutation.Count);
                Assert.True(Check(mutated) is Verification.Refused || SaysTheSame(mutated, signed), Shown(mutated));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Mutations));
    }

    private static IEnumerable<SomeSigned> BitsChanged(SomeSigned signed, bool withScheme) =>
    [
        .. Bits(signed.Method).Select(text => signed with { Method = text }),
        .. Bits(withScheme ? signed.Scheme : "").Select(text => signed with { Scheme = text }),
        .. Bits(signed.Host).Select(text => signed with { Host = text }),
        .. Bits(signed.Target).Select(text => signed with { Target = text }),
        .. Bits(Encoding.Latin1.GetString(signed.Body)).Select(text => signed with { Body = Encoding.Latin1.GetBytes(text) }),
        .. signed.Fields.Where(field => field.Key != "X-Else").SelectMany(field => Bits(field.Value).Select(text => signed.With(field.Key, text))),
    ];

    private static IEnumerable<string> Bits(string text) =>
        Enumerable.Range(0, text.Length * 8).Select(bit => string.Concat(text.Select((c, at) => at == bit / 8 ? (char)(c ^ (1 << (bit % 8))) : c)));

    // A host in another case is the same host; white space around a field is no part of it.
    private static bool SaysTheSame(SomeSigned one, SomeSigned other) =>
        one.Method == other.Method
        && one.Message.Target?.ToString() == other.Message.Target?.ToString()
        && one.Body.AsSpan().SequenceEqual(other.Body)
        && new[] { "Content-Type", "Content-Digest" }.All(field => one.Message.Fields.Combined(field) == other.Message.Fields.Combined(field))
        && Read(one, "Signature-Input") is { } input && input == Read(other, "Signature-Input")
        && Read(one, "Signature") is { } signature && signature == Read(other, "Signature");

    private static string? Read(SomeSigned request, string field) =>
        request.Message.Fields.Combined(field) is { } text && StructuredFieldReader.TryReadDictionary(text, out var members)
            ? string.Join(", ", members.Select(member => StructuredFieldWriter.Member(member.Key, member.Value)))
            : null;

    private static Verification Check(SomeSigned request) =>
        (Verification?)SignatureCheck.Run(request.Message, new KeyRing(SomeSigned.Keys), new(), Some.Monday9Am, out var good) ?? good[0];

    private static string Shown(SomeSigned request) => $"{request.Method} {request.Scheme}://{request.Host}{request.Target}\n{string.Join('\n', request.Fields)}";

    private static SomeSigned Mutated(SomeSigned signed, int seed, int count)
    {
        // The seed is the whole of the randomness: a failure names it.
        var random = new Random(seed);
        for (var mutation = 0; mutation < count; mutation++)
        {
            var fields = signed.Fields.ToList();
            var at = random.Next(fields.Count);
            switch (random.Next(12))
            {
                case 0:
                    signed = signed with { Method = Changed(signed.Method, random) };
                    break;
                case 1:
                    signed = signed with { Host = Changed(signed.Host, random) };
                    break;
                case 2:
                    signed = signed with { Target = Changed(signed.Target, random) };
                    break;
                case 3:
                    signed = signed with { Body = Encoding.Latin1.GetBytes(Changed(Encoding.Latin1.GetString(signed.Body), random)) };
                    break;
                case 4:
                    fields.Insert(at, fields[random.Next(fields.Count)]);
                    signed = signed with { Fields = fields };
                    break;
                case 5 when fields.Count > 1:
                    fields.RemoveAt(at);
                    signed = signed with { Fields = fields };
                    break;
                case 6:
                    fields.Insert(at, new(fields[at].Key, Changed("", random)));
                    signed = signed with { Fields = fields };
                    break;
                default:
                    fields[at] = new(fields[at].Key, Changed(fields[at].Value, random));
                    signed = signed with { Fields = fields };
                    break;
            }
        }

        return signed;
    }

    private static string Changed(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = random.Next(Math.Min(20, text.Length - at) + 1);
        return random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, Strays[random.Next(Strays.Length)]),
            2 => text.Insert(at, text.Substring(random.Next(at + 1), Math.Min(length, at) / 2)),
            3 => text[..at],
            _ => text.Insert(at, ((char)random.Next(256)).ToString()),
        };
    }
}
