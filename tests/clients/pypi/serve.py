"""Lets a test use a Python client: reads calls as lines of JSON and responds to each with lines of JSON."""

import gc
import json
import os
import queue
import sys
import threading

TARGET = json.loads(os.environ["CORRAL_TARGET"])
MODELS = TARGET["models"]
TOOL = TARGET["tool"]
SCHEMA = TARGET["schema"]
PIXEL = TARGET["pixel"]


def root_url():
    """The address without /v1, for clients that add their own paths."""
    return TARGET["baseUrl"].removesuffix("/v1")


def serve(calls):
    """Runs the requested calls one after another. A generator's pieces are sent as they arrive, until a stop is requested."""
    requests = queue.Queue()
    stopped = threading.Event()

    def read():
        for line in sys.stdin:
            request = json.loads(line)
            if request["call"] == "stop":
                stopped.set()
            else:
                requests.put(request)
        os._exit(0)

    def respond(**fields):
        print(json.dumps(fields), flush=True)

    threading.Thread(target=read, daemon=True).start()
    while True:
        request = requests.get()
        try:
            result = calls[request["call"]](*request["arguments"])
            if request["call"] == "stream":
                for piece in result:
                    respond(piece=piece)
                    if stopped.is_set():
                        result.close()
                        # LlamaIndex has no call to stop: its connection closes when Python collects it.
                        result = None
                        gc.collect()
                        break
                stopped.clear()
                result = None
            respond(value=result)
        except Exception as error:  # reported to the test
            respond(error=f"{type(error).__name__}: {error}")
