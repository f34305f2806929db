"""Lets a test use a Python client: takes calls as lines of JSON and answers each with lines of JSON."""

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
    """Runs the asked calls one after another. A generator's pieces go out as they come, until a stop is asked for."""
    asked = queue.Queue()
    stopped = threading.Event()

    def read():
        for line in sys.stdin:
            request = json.loads(line)
            if request["call"] == "stop":
                stopped.set()
            else:
                asked.put(request)
        os._exit(0)

    def answer(**fields):
        print(json.dumps(fields), flush=True)

    threading.Thread(target=read, daemon=True).start()
    while True:
        request = asked.get()
        try:
            result = calls[request["call"]](*request["arguments"])
            if request["call"] == "stream":
                for piece in result:
                    answer(piece=piece)
                    if stopped.is_set():
                        result.close()
                        # LlamaIndex has no call that stops: its connection ends when Python clears it away.
                        result = None
                        gc.collect()
                        break
                stopped.clear()
                result = None
            answer(value=result)
        except Exception as error:  # a test judges it
            answer(error=f"{type(error).__name__}: {error}")
