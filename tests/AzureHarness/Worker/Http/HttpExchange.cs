using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tipstaff.AzureHarness;

/// <summary>One request and its answer, held in memory.</summary>
internal sealed class HttpExchange
{
    private readonly HttpRequestMessage _request;
    private readonly ResponseFeature _response = new();
    private readonly MemoryStream _written = new();

    private HttpExchange(HttpRequestMessage request, Stream body, CancellationToken aborted)
    {
        _request = request;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(_response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_written));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(request.Content is not null));
        Context = new DefaultHttpContext(features) { RequestAborted = aborted };
        Context.Connection.RemoteIpAddress = IPAddress.Loopback;
        var url = request.RequestUri is { IsAbsoluteUri: true } absolute
            ? absolute
            : new Uri(new Uri("https://localhost/"), request.RequestUri ?? new Uri("/", UriKind.Relative));
        Context.Request.Method = request.Method.Method;
        Context.Request.Scheme = url.Scheme;
        Context.Request.Host = HostString.FromUriComponent(url);
        Context.Request.Path = PathString.FromUriComponent(url.AbsolutePath);
        Context.Request.QueryString = QueryString.FromUriComponent(url.Query);
        Context.Request.Protocol = "HTTP/1.1";
        Context.Request.Body = body;
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? []))
        {
            // Append forgets a header without a value, which servers keep.
            if (!Context.Request.Headers.TryAdd(name, values.ToArray()))
            {
                Context.Request.Headers.Append(name, values.ToArray());
            }
        }

        if (request.Content?.Headers.ContentLength is { } length)
        {
            Context.Request.ContentLength = length;
        }
    }

    public DefaultHttpContext Context { get; }

    // Read at once: to read asynchronously would leave the synchronization context.
    public static HttpExchange Of(HttpRequestMessage request, CancellationToken aborted) =>
        new(request, request.Content?.ReadAsStream(aborted) ?? Stream.Null, aborted);

    public async Task<HttpResponseMessage> AnswerAsync()
    {
        await _response.StartAsync();
        await Context.Response.CompleteAsync();
        var answer = new HttpResponseMessage((HttpStatusCode)_response.StatusCode)
        {
            RequestMessage = _request,
            ReasonPhrase = _response.ReasonPhrase,
            Content = new ByteArrayContent(HttpMethods.IsHead(_request.Method.Method) ? [] : _written.ToArray()),
        };
        foreach (var (name, values) in _response.Headers)
        {
            if (!answer.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                answer.Content.Headers.Remove(name);
                answer.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        await _response.CompleteAsync();
        return answer;
    }

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }

    /// <summary>The answer's head: unlike the one of the framework's in-memory context, it calls who asked to be called.</summary>
    private sealed class ResponseFeature : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];
        private readonly Stack<(Func<object, Task> Callback, object State)> _completed = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        public override void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

        public Task StartAsync() => CallAsync(_starting);

        public Task CompleteAsync() => CallAsync(_completed);

        private static async Task CallAsync(Stack<(Func<object, Task> Callback, object State)> callbacks)
        {
            while (callbacks.TryPop(out var called))
            {
                await called.Callback(called.State);
            }
        }
    }
}
