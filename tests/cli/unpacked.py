"""The files below a folder as (name, bytes): as they are, and unpacked where they are packed."""
import gzip
import os
import zipfile


def files(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            shown = os.path.relpath(path, folder)
            with open(path, 'rb') as f:
                data = f.read()
            yield shown, data
            if path.endswith('.gz'):
                yield shown + ' unpacked', gzip.decompress(data)
            if data[:2] == b'PK':
                z = zipfile.ZipFile(path)
                for part in z.namelist():
                    yield shown + '!' + part, z.read(part)
