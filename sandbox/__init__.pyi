from sandbox.client import Client as Client
from sandbox.server import Sandbox as Sandbox
