#!/usr/bin/env python3
"""Prints the test classes of a script that have tests of their own, separated by semicolons, for CMakeLists.txt."""
import ast
import sys

with open(sys.argv[1], encoding="utf-8") as stream:
    tree = ast.parse(stream.read())
names = [node.name for node in tree.body if isinstance(node, ast.ClassDef)
         and any(isinstance(part, ast.FunctionDef) and part.name.startswith("test") for part in node.body)]
if not names:
    sys.exit("%s: no tests" % sys.argv[1])
print(";".join(names))
