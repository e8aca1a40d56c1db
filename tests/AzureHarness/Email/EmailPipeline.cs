using System.Globalization;
using Azure;
using Azure.Communication.Email;
using Azure.Core;

namespace Tipstaff.AzureHarness;

/// <summary>What lies between a client and the service: time-outs, and the silent retries of the SDK, on the cloud's clock.</summary>
internal sealed class EmailPipeline
{
    private readonly Uri _endpoint;
    private readonly AzureCloud? _found;
    private readonly string _instance;
    private readonly RetryOptions _retry;

    public EmailPipeline(Uri endpoint, EmailClientOptions options)
    {
        // As with the SDK, making a client reaches nobody.
        _ = AzureCloud.TryFind(endpoint.Host, out _found, out _instance);
        (_endpoint, _retry) = (endpoint, options.Retry);
    }

    private AzureCloud Cloud => _found ?? throw new InvalidOperationException($"No cloud answers at {_endpoint.Host}.");

    /// <summary>The endpoint in <c>endpoint=https://…/;accesskey=…</c>.</summary>
    public static Uri EndpointOf(string connectionString) => new(
        connectionString.Split(';').Select(part => part.Split('=', 2)).First(part => part[0].Equals("endpoint", StringComparison.OrdinalIgnoreCase))[1]);

    /// <summary>Sends; the operation id stays the same in each try.</summary>
    public async Task<(string Id, Response Response)> SendAsync(EmailMessage message, Guid? operationId, CancellationToken cancellationToken)
    {
        var id = (operationId ?? Cloud.Email.NextId()).ToString("D");
        var response = await TryAsync("Send", id, () => Cloud.Email.Take(message, id, _instance), cancellationToken);
        return (id, response);
    }

    /// <summary>Reads how far a send has come.</summary>
    public async ValueTask<EmailStatus> ReadStatusAsync(string id, CancellationToken cancellationToken) =>
        await TryAsync("GetSendResult", id, () => Cloud.Email.Look(id), cancellationToken);

    /// <summary>Waits on the cloud's clock.</summary>
    public Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, Cloud.Time, cancellationToken);

    private async Task<T> TryAsync<T>(string operation, string id, Func<T> work, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            TimeSpan wait;
            try
            {
                return await TryOnceAsync(new CloudCall(CloudService.Email, operation, id, _instance), work, cancellationToken);
            }
            catch (RequestFailedException failure) when (tries <= _retry.MaxRetries && failure.Status is 0 or 408 or 429 or 500 or 502 or 503 or 504)
            {
                wait = RetryAfter(failure) ?? Exponential(tries);
            }
            catch (OperationCanceledException) when (tries <= _retry.MaxRetries && !cancellationToken.IsCancellationRequested)
            {
                wait = Exponential(tries);
            }

            await WaitAsync(wait, cancellationToken);
        }
    }

    private async Task<T> TryOnceAsync<T>(CloudCall call, Func<T> work, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_retry.NetworkTimeout, Cloud.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await Cloud.CallAsync(call, work, either.Token);
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TaskCanceledException(
                $"The operation was cancelled because it exceeded the configured timeout of {_retry.NetworkTimeout}.", cancelled);
        }
    }

    // Without the SDK's jitter, so that the same run is the same each time.
    private TimeSpan Exponential(int tries)
    {
        var delay = _retry.Delay * Math.Pow(2, tries - 1);
        return delay < _retry.MaxDelay ? delay : _retry.MaxDelay;
    }

    private static TimeSpan? RetryAfter(RequestFailedException failure) =>
        failure.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var seconds) == true
            ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
            : null;
}

/// <summary>How far a send has come, as the service says.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Result">How far.</param>
/// <param name="Error">The code of what went wrong; null while nothing has.</param>
internal sealed record EmailStatus(Response Response, EmailSendResult Result, string? Error);
