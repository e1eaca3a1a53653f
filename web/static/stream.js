// gradio's client loses the answer to an event that is begun while the stream of the one before ends: the server says
// close_stream, for it knew of nothing more, the client has the new event's number already and so opens no new stream, and then
// shuts the old one (client of gradio 6.31). A linked question or a kept conversation begins while the page still loads, so it
// waited for good. Here the stream ends for the client only when nothing more is on its way; until then it is gone on with.
// A plain script, not a module: it must stand before gradio's first request.

{
  const LONGEST_CLOSING = 1000; // milliseconds
  const plain = window.fetch.bind(window);
  const joins = new Set(); // requests that begin an event and are not answered yet
  const begun = new Set(); // events whose end is still to come
  const early = new Set(); // events whose end came before the answer to their request
  let closing = null; // settles when the client has shut the stream that was ended for it

  window.fetch = (what, how) => {
    const address = String(what?.url ?? what).split("?")[0];
    if (address.endsWith("/gradio_api/queue/join")) return join(what, how);
    if (address.endsWith("/gradio_api/queue/data") && what instanceof Request) return follow(what);
    return plain(what, how);
  };

  async function join(what, how) {
    const answer = begin(what, how).finally(() => joins.delete(answer));
    joins.add(answer);
    const response = await answer;
    await closing;
    return response;
  }

  async function begin(what, how) {
    const response = await plain(what, how);
    const id = response.ok && (await response.clone().json()).event_id;
    if (id && !early.delete(id)) begun.add(id);
    return response;
  }

  async function follow(request) {
    const response = await plain(request);
    if (!response.ok || !response.body) return response;
    const start = (controller) => hand(request, response, controller).catch((error) => controller.error(error));
    return new Response(new ReadableStream({ start }), response);
  }

  async function hand(request, response, controller) {
    const write = (message) => controller.enqueue(new TextEncoder().encode(`${message}\n\n`));
    let stream = response;
    for (;;) {
      const last = await pass(stream, write);
      if (!last) begun.clear(); // broken off: nothing of it will come any more
      while (last && joins.size) await Promise.allSettled(joins);
      if (!last || !begun.size) return end(request, controller, last && (() => write(last)));
      stream = await plain(request);
      if (!stream.ok) throw new Error(`queue/data: ${stream.status}`);
    }
  }

  // Hands every message on but the one that ends the stream, which is returned.
  async function pass(stream, write) {
    const reader = stream.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const messages = (rest + part.value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) {
        const { msg, event_id: id } = JSON.parse(message.slice("data:".length));
        if (msg === "close_stream") return message;
        if (msg === "process_completed" && !begun.delete(id)) early.add(id);
        write(message);
      }
    }
    return null;
  }

  // An event whose number the client learns before it has shut this stream would wait for it.
  function end({ signal }, controller, tell) {
    if (tell) {
      const shut = new Promise((done) => signal.addEventListener("abort", done, { once: true }));
      closing = Promise.race([shut, new Promise((done) => setTimeout(done, LONGEST_CLOSING))]);
      tell();
    }
    controller.close();
  }
}
