import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A listening HTTP server whose `close()` does not wait for anyone. */
export interface HttpListener {
  readonly server: Server;
  /** The port that was asked for, or the one the system gave. */
  readonly port: number;
  /** Destroys every open socket, WebSockets included, and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 only. Port 0 means any free port.
 * Rejects with the system's error where the port is taken.
 */
export async function listen(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<HttpListener> {
  const server = createServer(handler);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");

  return {
    server,
    port: address.port,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const socket of sockets) socket.destroy();
      await closed.promise;
    },
  };
}
