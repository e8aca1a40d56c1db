using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Tipstaff.Api;
using Tipstaff.Settings;
using Tipstaff.Signatures;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff notice FILE --to URL</c>: hands a notice of electronic filing over to an installation, signed, as a mail server pipes it in.</summary>
internal static class NoticeCommand
{
    private const string StandardInput = "-";
    private const int MaxAnswerBytes = 1 << 20;

    // A mail server waits, and comes again by itself with what failed.
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private const int Retries = 2;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The e-mail as it was received, or - for standard input" };
        var to = new Option<Uri?>("--to")
        {
            Description = "The installation, as its mails' links begin",
            Required = true,
            CustomParser = Values.HttpUri,
            HelpName = "URL",
        };
        var command = new Command("notice", "Hands a notice of electronic filing over to an installation, signed by the key that Signatures__SignWith names") { file, to };
        command.SetAction((parsed, cancellationToken) => HandOverAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(to)!, cancellationToken));
        return command;
    }

    private static async Task<int> HandOverAsync(string path, Uri installation, CancellationToken cancellationToken)
    {
        if (installation is { Scheme: "http", IsLoopback: false })
        {
            throw new CommandFailure("--to: a notice names people and travels by https only: write https://…", CommandFailure.WrongUsage);
        }

        var message = await ReadAsync(path, cancellationToken);
        await using var services = Services();
        using var signing = services.GetRequiredService<SigningHandler>();
        signing.InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(signing) { MaxResponseContentBufferSize = MaxAnswerBytes };
        var address = new Uri($"{installation.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/notices");
        try
        {
            using var answer = await Retrying().ExecuteAsync(async token => await client.SendAsync(Request(address, message), token), cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.StatusCode is not HttpStatusCode.OK)
            {
                throw new CommandFailure($"The notice was not taken ({(int)answer.StatusCode}): {Detail(body)}");
            }

            Console.WriteLine(body);
            return 0;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandFailure($"The notice was not handed over, as {installation.Host} did not answer: {error.Message} Send it again later; twice does no harm.");
        }
    }

    private static HttpRequestMessage Request(Uri address, byte[] message) => new(HttpMethod.Post, address)
    {
        Content = new ByteArrayContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("message/rfc822") } },
    };

    // What the installation says of itself may pass; a refusal does not.
    private static ResiliencePipeline<HttpResponseMessage> Retrying() => new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = Retries,
            Delay = FirstWait,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().HandleResult(answer => (int)answer.StatusCode >= 500),
        })
        .Build();

    private static ServiceProvider Services()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var types = new SettingTypes(SignatureOptions.Section, new SignatureOptions());
        List<string> faults = [.. types.Faults(configuration)];
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddSignedRequests().BuildServiceProvider();
        if (faults.Count == 0)
        {
            try
            {
                var options = services.GetRequiredService<IOptions<SignatureOptions>>().Value;
                faults.AddRange(options.SignWith is null ? ["Signatures:SignWith names no key: set it to the id of the key that signs, and Signatures:Keys:ID with its Algorithm and Secret."] : []);
            }
            catch (OptionsValidationException wrong)
            {
                faults.AddRange(wrong.Failures);
            }
        }

        return faults.Count == 0 ? services : throw new CommandFailure(SettingFaults.Sentence(faults));
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
            using var message = new MemoryStream();
            var buffer = new byte[81_920];
            while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                message.Write(buffer, 0, read);
                if (message.Length > NoticesApi.MaxBytes)
                {
                    throw new CommandFailure($"'{path}' is longer than the {NoticesApi.MaxBytes:N0} bytes of a notice: hand over the court's message alone, without what it was forwarded with.");
                }
            }

            return message.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailure($"Cannot read '{path}': {error.Message.TrimEnd('.')}. Name a file that exists and that you may read, or - for standard input.");
        }
    }

    // A problem's own sentence; what else stands there is of somebody else's making.
    private static string Detail(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            if (problem.RootElement.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } sentence)
            {
                return sentence;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Said below.
        }

        return "whatever answers there is no Tipstaff: look at --to.";
    }
}
