using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Mail;

/// <summary>Renders one Razor component to HTML. May be used for many at once.</summary>
/// <remarks>A renderer keeps whatever it rendered until it is disposed, so each mail gets its own: a few microseconds, and no leak.</remarks>
public sealed class RazorHtml(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>The whole of what a component renders.</summary>
    /// <param name="parameters">The component's parameters by name.</param>
    /// <typeparam name="TComponent">The component.</typeparam>
    public async Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
